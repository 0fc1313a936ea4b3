-- Two roles for Keydesk, by psql as a superuser, in the database that Keydesk is to use:
--
--   OWNER_PASSWORD_FILE=… PASSWORD_FILE=… psql --set ON_ERROR_STOP=1 --dbname keydesk --file deploy/database-roles.sql
--
-- keydesk_owner makes and changes tables: `manage.py migrate` and `restore` run as it. keydesk is
-- what the web process and the worker are: it reads and writes rows, and cannot drop a trigger.

\set owner_password `cat "$OWNER_PASSWORD_FILE"`
\set password `cat "$PASSWORD_FILE"`

CREATE ROLE keydesk_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE keydesk LOGIN PASSWORD :'password';

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO keydesk_owner;
GRANT USAGE ON SCHEMA public TO keydesk;

-- Searching long lists takes this extension; Debian's postgresql-contrib, say, has it.
SELECT 'CREATE EXTENSION IF NOT EXISTS pg_trgm'
    WHERE EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') \gexec

ALTER DEFAULT PRIVILEGES FOR ROLE keydesk_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO keydesk;
ALTER DEFAULT PRIVILEGES FOR ROLE keydesk_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO keydesk;
