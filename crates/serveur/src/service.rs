//! The routes, their layers, and what they share.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{get, post};
use cddu_kit::{Diagnostic, Engine};
use tokio::sync::{Semaphore, watch};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout};

use crate::options::Options;
use crate::problem::{Problem, not_found};
use crate::{access, calls, lots, openapi, schemas, tables};

/// What every request sees.
pub(crate) struct Shared {
    pub engine: Engine,
    pub options: Options,
    /// True once the service stops.
    pub stop: watch::Sender<bool>,
    pub openapi: String,
    cores: Arc<Semaphore>,
    /// DSN files held at once: they are long.
    pub files: Semaphore,
}

impl Shared {
    /// Runs a calculation on a thread of its own, when a core is free.
    ///
    /// # Errors
    /// `HTTP-009` when it panics, `HTTP-012` when it takes too long.
    pub async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let cores = Arc::clone(&self.cores);
        let asked = Instant::now();
        let limit = self.options.compute;
        let running = async move {
            let core = cores.acquire_owned().await.map_err(|_| Problem::stopping())?;
            // A core that comes when the time is over starts nothing: nobody would read the answer.
            if asked.elapsed() >= limit {
                return Ok(None);
            }
            let task = spawn_blocking(move || {
                let _core = core;
                work()
            });
            task.await.map(Some).map_err(|_| Problem::internal())
        };
        match timeout(limit, running).await {
            Ok(Err(problem)) => Err(problem),
            Ok(Ok(Some(answer))) => Ok(answer),
            Ok(Ok(None)) | Err(_) => {
                let message = format!("le calcul n'a pas abouti en {} s", limit.as_secs());
                let error = Diagnostic::error("HTTP-012", message)
                    .hint("renvoyer la demande quand le service est moins chargé");
                Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, error))
            }
        }
    }
}

/// The service: an engine, its options, and the routes of others beside its own.
pub struct Service {
    pub(crate) shared: Arc<Shared>,
    behind: Router,
    open: Router,
}

impl Service {
    /// The service of an engine.
    #[must_use]
    pub fn new(engine: Engine, options: Options) -> Self {
        let cores = options.cores.max(1);
        let shared = Shared {
            openapi: openapi::document().to_string(),
            engine,
            stop: watch::Sender::new(false),
            cores: Arc::new(Semaphore::new(cores)),
            files: Semaphore::new(2),
            options,
        };
        Self { shared: Arc::new(shared), behind: Router::new(), open: Router::new() }
    }

    /// Adds routes behind the token. They share the limits, the check of the host, the journal and the guard against
    /// panics; a body is limited by whoever reads it.
    ///
    /// ```
    /// use axum::{Router, routing::get};
    /// use cddu_serveur::{Engine, Options, Service};
    /// let page = Router::new().route("/page", get(|| async { "bonjour" }));
    /// let router = Service::new(Engine::embedded(), Options::default()).mount(page).router();
    /// assert!(router.has_routes());
    /// ```
    ///
    /// # Panics
    /// As `axum::Router::merge`: when a route is already taken.
    #[must_use]
    pub fn mount(mut self, routes: Router) -> Self {
        self.behind = self.behind.merge(routes);
        self
    }

    /// Adds routes that ask no token: the page that asks for it, its styles. The other layers hold.
    ///
    /// # Panics
    /// As `axum::Router::merge`: when a route is already taken.
    #[must_use]
    pub fn mount_open(mut self, routes: Router) -> Self {
        self.open = self.open.merge(routes);
        self
    }

    /// Every route with its layers.
    pub fn router(&self) -> Router {
        let shared = &self.shared;
        let own = Router::new()
            .route("/v1/bulletin", post(calls::bulletin))
            .route("/v1/note", post(calls::note))
            .route("/v1/brut", post(calls::brut))
            .route("/v1/expliquer", post(calls::explain))
            .route("/v1/simuler", post(calls::simulate))
            .route("/v1/dsn/verifier", post(calls::dsn_verify))
            .route("/v1/dsn/lire", post(calls::dsn_read))
            .route("/v1/lots", post(lots::answer))
            .route("/v1/schemas", get(schemas::list))
            .route("/v1/schemas/{nom}", get(schemas::one))
            .route("/v1/tables", get(tables::list))
            .route("/v1/tables/parametres/{cle}", get(tables::parameter))
            .route("/v1/tables/fichiers/{*nom}", get(tables::file))
            .route("/openapi.json", get(openapi::get))
            .with_state(Arc::clone(shared))
            .merge(self.behind.clone())
            .fallback(|| async { not_found() })
            .layer(middleware::from_fn_with_state(Arc::clone(shared), access::token));
        let open = Router::new().route("/sante", get(calls::health)).with_state(Arc::clone(shared));
        open.merge(self.open.clone())
            .merge(own)
            .layer(middleware::from_fn(access::guard))
            .layer(middleware::from_fn_with_state(Arc::clone(shared), access::origin))
            .layer(middleware::from_fn_with_state(Arc::clone(shared), access::journal))
    }
}
