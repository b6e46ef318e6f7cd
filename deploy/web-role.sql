-- The web server's own role on PostgreSQL: it works with every table and owns none, so it can neither
-- switch a guard off nor empty a table. Run once as the owner, after `migrate`; then give the role a
-- password (\password peerstoette_web) and put it into the web server's DATABASE_URL. `migrate` and
-- `createcachetable` go on as the owner: what they make later is granted by the last two lines.

CREATE ROLE peerstoette_web LOGIN;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO peerstoette_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO peerstoette_web;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO peerstoette_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO peerstoette_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO peerstoette_web;
