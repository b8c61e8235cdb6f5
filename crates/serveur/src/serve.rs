//! Connections: opened, bounded, and closed with whole answers when the service stops.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use cddu_kit::rates::io_cause;
use cddu_kit::{Diagnostic, Diagnostics};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::lots::stopped;
use crate::patience::Patient;
use crate::service::Service;

/// Longest head of a request, in bytes.
const HEAD: usize = 64 << 10;

impl Service {
    /// Serves until the future ends; then no connection is taken any more, batches end at a line, and the answers under
    /// way have the time of [`crate::Options::grace`].
    ///
    /// # Errors
    /// None for now: a connection that fails is only a connection.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()>) -> io::Result<()> {
        let router = self.router();
        let options = &self.shared.options;
        let places = Arc::new(Semaphore::new(options.connections.max(1)));
        let mut open = JoinSet::new();
        let mut stop = pin!(stop);
        loop {
            let accepted = async {
                let place = Arc::clone(&places).acquire_owned().await;
                (place, listener.accept().await)
            };
            let (place, stream) = tokio::select! {
                () = &mut stop => break,
                (place, stream) = accepted => (place, stream),
            };
            while open.try_join_next().is_some() {}
            let Ok((stream, _)) = stream else {
                // No more files can be opened: some will be closed.
                sleep(Duration::from_millis(50)).await;
                continue;
            };
            let _ = stream.set_nodelay(true);
            let service = TowerToHyperService::new(router.clone());
            let mut stopping = self.shared.stop.subscribe();
            let delay = options.delay;
            open.spawn(async move {
                let _place = place;
                let mut builder = http1::Builder::new();
                builder.timer(TokioTimer::new()).header_read_timeout(delay).max_buf_size(HEAD);
                let mut connection =
                    pin!(builder.serve_connection(TokioIo::new(Patient::new(stream, delay)), service));
                tokio::select! {
                    _ = connection.as_mut() => return,
                    () = stopped(&mut stopping) => connection.as_mut().graceful_shutdown(),
                }
                let _ = connection.await;
            });
        }
        drop(listener);
        self.shared.stop.send_replace(true);
        let rest = async { while open.join_next().await.is_some() {} };
        let _ = timeout(options.grace, rest).await;
        Ok(())
    }
}

/// Serves on an address until the process is asked to stop (Ctrl-C, SIGTERM). `ready` is given the address, with the
/// port that was taken when 0 is asked.
///
/// # Errors
/// `HTTP-020` for an address that others can reach without a token; `HTTP-022` when the address cannot be taken.
pub fn run(service: Service, address: SocketAddr, ready: impl FnOnce(SocketAddr)) -> Result<(), Diagnostics> {
    if !address.ip().is_loopback() && service.shared.options.token.is_none() {
        return Err(Diagnostic::error(
            "HTTP-020",
            format!("{} n'est pas une adresse de cette seule machine : il y faut un jeton", address.ip()),
        )
        .hint("donner un jeton (--jeton-fichier FICHIER, ou la variable CDDU_JETON), ou garder 127.0.0.1")
        .into());
    }
    // The tables of the agreements are read at their first use: not at the expense of the first request.
    let _ = service.shared.engine.rates().conventions();
    let unable = |what: &str, error: &io::Error| {
        let cause = match error.kind() {
            io::ErrorKind::AddrInUse => "un autre programme la tient".to_owned(),
            io::ErrorKind::AddrNotAvailable => "ce n'est pas une adresse de cette machine".to_owned(),
            _ => io_cause(error),
        };
        Diagnostic::error("HTTP-022", format!("{what} : {cause}")).hint(
            "choisir une autre adresse ou un autre port (--adresse 127.0.0.1:0 en prend un qui est libre)",
        )
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(service.shared.options.cores.clamp(1, 8))
        .enable_all()
        .build()
        .map_err(|e| unable("le service ne démarre pas", &e))?;
    let served: Result<(), Diagnostic> = runtime.block_on(async {
        let listener = TcpListener::bind(address)
            .await
            .map_err(|e| unable(&format!("l'adresse {address} ne s'ouvre pas"), &e))?;
        let taken = listener.local_addr().map_err(|e| unable("l'adresse ne se lit pas", &e))?;
        let asked = asked_to_stop().map_err(|e| unable("les signaux ne s'écoutent pas", &e))?;
        ready(taken);
        service.serve(listener, asked).await.map_err(|e| unable("le service s'est arrêté", &e))
    });
    // A calculation that does not end does not keep the process.
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(served?)
}

/// Calls `then` once, on a thread of its own, when the process is asked to stop (Ctrl-C, SIGTERM): for a command that says
/// how far it went before it ends.
///
/// # Errors
/// A system that does not let signals be listened to.
pub fn on_stop(then: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let asked = {
        let _inside = runtime.enter();
        asked_to_stop()?
    };
    std::thread::spawn(move || {
        runtime.block_on(asked);
        then();
    });
    Ok(())
}

/// Ends when the process is asked to stop.
#[cfg(unix)]
fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut ended = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = ended.recv() => {}
            _ = interrupted.recv() => {}
        }
    })
}

/// Ends when the process is asked to stop.
#[cfg(not(unix))]
fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
