-- Un registre de bulletins dans PostgreSQL : un numéro par bulletin, sans trou ni double quel que soit le nombre d'écrivains ; ce qui est
-- écrit ne change plus, une correction est un autre bulletin qui nomme celui qu'elle remplace.
create table serie (
    employeur text not null,
    annee     integer not null,
    dernier   integer not null default 0,
    primary key (employeur, annee)
);

create table bulletin (
    numero    text primary key,
    employeur text not null,
    annee     integer not null,
    rang      integer not null,
    matricule text not null,
    paiement  date not null,
    net_paye  numeric(14, 2) not null,
    empreinte text not null unique,
    rectifie  text references bulletin (numero),
    demande   jsonb not null,
    resultat  jsonb not null,
    fige_le   timestamptz not null default now(),
    unique (employeur, annee, rang)
);

-- Fige la réponse de `cddu bulletin --jsonl`. Le même bulletin, figé deux fois, garde son premier numéro.
create function figer(siren text, la_demande jsonb, la_reponse jsonb) returns text language plpgsql as $$
declare
    an   integer := left(la_reponse ->> 'date_paiement', 4)::integer;
    n    integer;
    deja text;
begin
    if la_reponse ? 'erreurs' or la_reponse ->> 'empreinte' is null then
        raise exception 'bulletin refusé : %', la_reponse #>> '{erreurs,0,message}';
    end if;
    -- La rangée de la série fait attendre le second écrivain jusqu'à la fin de la transaction du premier.
    insert into serie (employeur, annee) values (siren, an) on conflict do nothing;
    select dernier + 1 into n from serie where (employeur, annee) = (siren, an) for update;
    select b.numero into deja from bulletin b where b.empreinte = la_reponse ->> 'empreinte';
    if deja is not null then
        return deja;
    end if;
    update serie set dernier = n where (employeur, annee) = (siren, an);
    insert into bulletin (numero, employeur, annee, rang, matricule, paiement, net_paye, empreinte, rectifie, demande, resultat)
    values (
        format('%s-%s-%s', siren, an, lpad(n::text, 6, '0')), siren, an, n,
        la_reponse #>> '{salarie,matricule}', (la_reponse ->> 'date_paiement')::date,
        (la_reponse #>> '{totaux,net_paye}')::numeric, la_reponse ->> 'empreinte', la_reponse ->> 'rectifie', la_demande, la_reponse
    );
    return format('%s-%s-%s', siren, an, lpad(n::text, 6, '0'));
end
$$;

-- Ce qui est figé ne se change ni ne s'efface.
create function fige() returns trigger language plpgsql as $$
begin
    raise exception 'le bulletin % est figé : un bulletin rectificatif le corrige', old.numero;
end
$$;
create trigger fige before update or delete on bulletin for each row execute function fige();
