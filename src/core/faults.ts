/**
 * The registry of faults: every code that the log, the command line or an HTTP answer can name, with its cause, its cure and
 * its HTTP status. The table in deploy/README.md and `npx firstline explain` are printed from it. Entries are sorted by group,
 * in the order of GROUPS, then by code.
 */

/** The groups of the table, in its order, each with its heading. */
export const GROUPS = {
  start: 'Settings and start-up',
  content: 'Content',
  journal: 'Messages and replies',
  requests: 'Requests and the chat page',
  pictures: 'Pictures',
  slack: 'Slack',
  teams: 'Teams',
  desk: 'The desk',
  commands: 'Files and names given to a command',
} as const;

/** An entry of the registry. */
export interface FaultEntry {
  readonly group: keyof typeof GROUPS;
  /** The HTTP status of the answer that names this fault; null where no request meets it. */
  readonly status: number | null;
  /** The cause, in one sentence. The only Markdown here and in the cure is `code`. */
  readonly cause: string;
  /** The cure: begins with a verb. */
  readonly cure: string;
}

export const FAULTS = {
  BACKUP_COPIED: {
    group: 'start',
    status: 503,
    cause:
      'The database file is a backup that was copied into its place: whoever was erased since is in it again, and what was left of the old database beside it (`…-wal`) would be mixed into it.',
    cure: 'Stop Firstline where it runs. Put the file elsewhere, and what has its name with `-wal` or `-shm` behind it; then run `npx firstline restore <the backup>`.',
  },
  CANNOT_LISTEN: {
    group: 'start',
    status: null,
    cause: 'The port is taken, or this machine does not have the address.',
    cure: 'Stop the other Firstline, or set `PORT` and `HOST` to what is free.',
  },
  CERTIFICATES_UNREAD: {
    group: 'start',
    status: null,
    cause: 'Certificates of the file of `NODE_EXTRA_CA_CERTS` can not be read, so nothing in it is trusted.',
    cure: 'Correct the path, or let the user that Firstline runs as read the file; it must hold certificates in PEM (`-----BEGIN CERTIFICATE-----`). Then start it again.',
  },
  CHANNELS_MISSING: {
    group: 'start',
    status: null,
    cause: 'No channel is connected and the chat page is off, so nobody can write to Firstline.',
    cure: 'Connect Slack or Teams as deploy/slack/README.md or deploy/teams/README.md says, or set `WEB_CHAT=loopback` or `public`.',
  },
  CRASHED: {
    group: 'start',
    status: null,
    cause: 'Something failed that nothing caught, and the process ended; nothing acknowledged is lost.',
    cure: 'Report it with the stack in the log line; let systemd or the container start it again by itself.',
  },
  FILES_FEW: {
    group: 'start',
    status: null,
    cause:
      'The process may have too few files open at once; each page that is open takes one, and further connections are refused.',
    cure: 'Set a higher limit: `ulimit -n`, `LimitNOFILE` of systemd, `ulimits` of Compose; 65536 is usual.',
  },
  FOLDER_GONE: {
    group: 'start',
    status: null,
    cause: 'The folder in which the command runs was deleted, or this user may not enter it.',
    cure: 'Run it in a folder that is there: `cd` to it first, also where it has the same name as the deleted one.',
  },
  LOG_BLOCKED: {
    group: 'start',
    status: null,
    cause: 'Standard error was not read for a while, so that lines of the log were left out.',
    cure: "Look at what takes the log: journald, the container's log driver, or the disk that it writes to.",
  },
  NOTIFY_UNKNOWN: {
    group: 'start',
    status: null,
    cause:
      'The supervisor, systemd, waits for word that the service is up or well (`Type=notify`, `WatchdogSec=`), which Firstline does not send: it will be ended as if it had failed.',
    cure: 'Set `Type=exec` in the unit and leave `WatchdogSec=` out, as deploy/systemd/firstline.service does; ask `/readyz` for its health.',
  },
  PROXY_NETWORKS: {
    group: 'start',
    status: null,
    cause:
      '`NO_PROXY` has networks such as `10.0.0.0/8`, which are not understood: hosts in them are asked by the proxy.',
    cure: 'Name the hosts or their domain instead: `NO_PROXY=login.corp.example,.intra.example`.',
  },
  PROXY_REFUSED: {
    group: 'start',
    status: null,
    cause:
      'The proxy of `HTTPS_PROXY` refuses to connect to a host; what was to be sent waits and is tried again, and nothing was sent.',
    cure: 'Correct user and password in `HTTPS_PROXY` where it says 407; else have the proxy let this machine through to the host that is named, or put the host into `NO_PROXY`.',
  },
  PROXY_UNREACHABLE: {
    group: 'start',
    status: null,
    cause: 'The proxy of `HTTPS_PROXY` does not answer, or not in time; what was to be sent waits and is tried again.',
    cure: 'Check host and port of `HTTPS_PROXY`, and that the proxy runs and takes connections of this machine; its own certificate, if it has one, must be trusted (`NODE_EXTRA_CA_CERTS`).',
  },
  SETTING_UNKNOWN: {
    group: 'start',
    status: null,
    cause: 'The environment has a name that looks like a setting and is none, so it has no effect.',
    cure: 'See how it is written, letter by letter, among the settings in deploy/README.md and the guides of Slack and Teams.',
  },
  SETTING_WRONG: {
    group: 'start',
    status: null,
    cause: "A setting has a value it can't have, or does not go with another one.",
    cure: 'Correct it in the environment, or leave it out for the default.',
  },
  SOCKET_UNMADE: {
    group: 'start',
    status: null,
    cause:
      'The socket by which commands reach the service could not be made beside the database file; the service goes on, and `erase` writes to the file beside it.',
    cure: 'See the reason in the log line: where everybody may write in the folder, `chmod o-w` it; what else stands at the place of the socket, take away; then start Firstline again.',
  },
  STORE_ADDRESS: {
    group: 'start',
    status: null,
    cause:
      'The address of the PostgreSQL database can not be read: a character in it that has a meaning of its own, in the password as a rule, is not written as its number.',
    cure: 'Write `@` as `%40`, `/` as `%2F`, `#` as `%23`, `?` as `%3F`, `:` as `%3A` and `%` as `%25` in the user and the password: `postgres://user:p%40ss@host/database`.',
  },
  STORE_ENCODING: {
    group: 'start',
    status: null,
    cause: 'The PostgreSQL database stores text in an encoding that does not have the letters of every language.',
    cure: 'Make a database with `createdb --encoding=UTF8 --template=template0`, and give its address.',
  },
  STORE_IN_USE: {
    group: 'start',
    status: null,
    cause: 'Another Firstline service runs on this SQLite file; two would answer messages twice.',
    cure: 'Stop the other one, or use PostgreSQL for several instances.',
  },
  STORE_MISSING: {
    group: 'start',
    status: null,
    cause: 'There is no database at the path of `DATABASE_URL`; nothing was looked at, and none was made.',
    cure: 'Run the command in the folder of the service, with the same `DATABASE_URL`.',
  },
  STORE_NEWER: {
    group: 'start',
    status: null,
    cause:
      'A later version of Firstline has had this database for more than a day, and may have stored what this one can not read.',
    cure: 'Run that version again, or restore the backup that was taken before the update.',
  },
  STORE_OLDER: {
    group: 'start',
    status: null,
    cause:
      'A service of an earlier version runs on this SQLite file, whose tables a command of this version would change under it.',
    cure: 'Stop it first and start this version, which brings the tables up to date; or run the command of the version that runs.',
  },
  STORE_PASSWORD: {
    group: 'start',
    status: null,
    cause: 'The database server wants a password, and `DATABASE_URL` has none.',
    cure: 'Write it into `DATABASE_URL`: `postgres://user:password@host/database`, with `@` as `%40`, `/` as `%2F` and `#` as `%23`.',
  },
  STORE_PLACE: {
    group: 'start',
    status: null,
    cause: 'No database file can be at the path of `DATABASE_URL`.',
    cure: 'Set `DATABASE_URL` to `sqlite:` and the path of a file in a folder of its own, on a disk of this machine: `sqlite:/var/lib/firstline/firstline.db`.',
  },
  STORE_READABLE: {
    group: 'start',
    status: null,
    cause: 'Everybody on this machine can read the database file, and with it what people wrote.',
    cure: 'Run `chmod o-r` on the files that the log line names, or `chmod o-x` on their folder; Firstline makes new files for its own user alone.',
  },
  STORE_RESTORED: {
    group: 'start',
    status: null,
    cause: 'The tables were put back from a dump, which brings back whoever was erased since it was taken.',
    cure: 'Run `npx firstline erase --from erased.jsonl` with the list that `npx firstline erase --list erased.jsonl` wrote of the database before; an empty file if nobody was erased since the dump.',
  },
  STORE_UNREACHABLE: {
    group: 'start',
    status: null,
    cause: "The database can't be opened.",
    cure: 'Check `DATABASE_URL`. A server must be up, with that database and a role that may make tables in it; the folder of a file, and every file in it, must belong to the user that Firstline runs as.',
  },

  CONTENT_FAULTY: {
    group: 'content',
    status: null,
    cause: 'A file of `intents/` or `dialogs/` has a fault; a running service goes on with what it had.',
    cure: 'Run `npx firstline check`, which lists every fault, and correct them.',
  },
  CONTENT_UNREAD: {
    group: 'content',
    status: null,
    cause: 'Content changed while the service runs, and taking it over failed; the service goes on with what it had.',
    cure: 'Look at the error in the log line, mend it, and save a file again or send SIGHUP.',
  },
  CONTENT_UNREADABLE: {
    group: 'content',
    status: null,
    cause: 'A file or a folder of content can not be read.',
    cure: 'Give the user that Firstline runs as the right to read it (`chown`, `chmod -R u+rX`), in a container the folder that is mounted; or correct `CONTENT` or `ORGANISATION`.',
  },
  CONTENT_UNWATCHED: {
    group: 'content',
    status: null,
    cause: "The system can't tell when files in a folder of content change.",
    cure: 'Send SIGHUP after a change of content, or start the service again.',
  },
  LEARNED_FILE: {
    group: 'content',
    status: 409,
    cause: 'A file of your content lists its examples in a way to which the page “Learning” can not add.',
    cure: 'Write each example on a line of its own, with `- ` before it.',
  },
  LEARNED_FOLDER: {
    group: 'content',
    status: 409,
    cause: 'What was learned could not be committed in your folder of content; nothing in it was changed.',
    cure: 'See what the message says of it; the patch has the same changes.',
  },
  STEP_UNKNOWN: {
    group: 'content',
    status: null,
    cause: 'Something names a step that its walkthrough does not have.',
    cure: 'Run `npx firstline check`, and correct the name.',
  },
  WALKTHROUGH_CIRCLES: {
    group: 'content',
    status: null,
    cause: 'A walkthrough goes round in circles: none of the steps it passes asks anything or ends.',
    cure: 'Run `npx firstline check`, and let one of the steps ask or end.',
  },
  WALKTHROUGH_UNKNOWN: {
    group: 'content',
    status: null,
    cause: 'Something names a walkthrough that does not exist.',
    cure: 'Run `npx firstline graph` for a list of them, and correct the name.',
  },

  AGES_STUCK: {
    group: 'journal',
    status: null,
    cause: 'What is older than `RETENTION` says could not be deleted; it is tried again.',
    cure: 'Look at the database.',
  },
  CLOCK_JUMPED: {
    group: 'journal',
    status: null,
    cause:
      'The clock of this machine leapt ahead, or nothing ran for two weeks: what is old is deleted a day later, in case the clock is wrong.',
    cure: 'See whether the clock is right (`date -u`), and set it by a time server (NTP); if it is right, nothing is to be done.',
  },
  CLOCK_OFF: {
    group: 'journal',
    status: null,
    cause: 'The clock of this machine and that of the database server differ; Firstline goes by the latter.',
    cure: 'Set the clocks of all machines by the same time server (NTP).',
  },
  CONVERSATION_FULL: {
    group: 'journal',
    status: 429,
    cause: 'One conversation sends far more messages than can be answered; others have their turn meanwhile.',
    cure: 'Wait as long as `Retry-After` says; if it lasts, look at who writes there: it is no person.',
  },
  COUNTING_STUCK: {
    group: 'journal',
    status: null,
    cause: 'What became of cases could not be counted for the figures; it is tried again.',
    cure: 'Look at the database.',
  },
  INTAKE_FULL: {
    group: 'journal',
    status: 503,
    cause:
      'More messages come in than can be answered soon; what is refused was not acknowledged, and the page or the platform sends it again.',
    cure: 'Look at the disk and the database if it lasts, or run more instances on PostgreSQL.',
  },
  JOBS_STUCK: {
    group: 'journal',
    status: null,
    cause:
      'What has to be looked up (a picture, a thread) could not be read from or written to the database; it is tried again.',
    cure: 'Look at the database.',
  },
  JOB_FAILED: {
    group: 'journal',
    status: null,
    cause: 'Looking something up (a picture, a thread) failed; the person was told.',
    cure: 'Report it with the stack in the log line.',
  },
  MESSAGE_PARKED: {
    group: 'journal',
    status: null,
    cause:
      'A message ended the process three times and was put aside; the person got an apology and the way to a person.',
    cure: 'Report it with the log lines before each end of the process.',
  },
  NOT_STORED: {
    group: 'journal',
    status: 503,
    cause:
      'A message could not be committed in time, so it was not acknowledged; the page or the platform sends it again.',
    cure: 'Look at the disk and the database.',
  },
  OUTBOX_STUCK: {
    group: 'journal',
    status: null,
    cause: 'Replies that wait could not be read from or written to the database; it is tried again.',
    cure: 'Look at the database.',
  },
  SEND_GIVEN_UP: {
    group: 'journal',
    status: null,
    cause: 'A channel kept putting a reply off until it was tried too often.',
    cure: 'Look at the channel and the conversation that the log line names.',
  },
  SEND_REFUSED: {
    group: 'journal',
    status: null,
    cause: 'A channel refused a reply for good; the log line has its reason.',
    cure: 'Look at the channel and the conversation that the log line names.',
  },
  SEND_UNCONFIRMED: {
    group: 'journal',
    status: null,
    cause: "A channel can't say whether a reply arrived, so it is not sent again.",
    cure: 'Look in the conversation that the log line names whether it stands there.',
  },
  SEND_WAITS: {
    group: 'journal',
    status: null,
    cause:
      'A channel, the mail server or the address of `DESK_WEBHOOK` can not be reached, so what is to be sent there waits; nothing is lost.',
    cure: 'Look at the reason in the log line: `ENOTFOUND` and `EAI_AGAIN` are DNS, `CERT_…` and `…SIGNATURE` a certificate or the clock of this machine, `ECONNREFUSED` and timeouts the way out; then run `npx firstline doctor` for that channel.',
  },
  STORE_BARRED: {
    group: 'journal',
    status: 503,
    cause: 'The user that this process runs as may not enter the folder of the database file, or not read the file.',
    cure: 'Run a command as the user of the service (`sudo -u`); where the service itself says it, give that user the folder and every file in it back (`chown`, `chmod u+rwX`): it goes on by itself.',
  },
  STORE_BUSY: {
    group: 'journal',
    status: 503,
    cause: 'Another process holds a lock on the database, and nothing can be written meanwhile.',
    cure: 'Look for what else has the database open, and end it: a backup, a shell, on PostgreSQL also `VACUUM FULL` or a transaction left open (`pg_stat_activity`). A `statement_timeout` of the role below five seconds is too short.',
  },
  STORE_CERTIFICATE: {
    group: 'journal',
    status: 503,
    cause:
      'The certificate of the database server has run out, is of an authority that is not trusted, or of another name.',
    cure: 'Put a new one on the server, or have Node trust its authority (`NODE_EXTRA_CA_CERTS=/path/to/root.pem`); look at the clock of this machine, too.',
  },
  STORE_CONNECTIONS: {
    group: 'journal',
    status: 503,
    cause: 'The database server, or the role, has no connection left; nothing is accepted until it has.',
    cure: 'Set a higher `max_connections`, or limit of the role: each instance takes up to eight; or put a PgBouncer between.',
  },
  STORE_DAMAGED: {
    group: 'journal',
    status: 503,
    cause: 'The database file is damaged.',
    cure: 'Stop Firstline, look at the disk, and restore the last backup.',
  },
  STORE_DENIED: {
    group: 'journal',
    status: 503,
    cause:
      'The database server does not let Firstline in, or not to its tables: the password is wrong or was changed, or rights were taken away.',
    cure: 'Set `DATABASE_URL` to the right password (in it, `@` is written as `%40`, `/` as `%2F`, `%` as `%25`) and start Firstline again, or give the role its rights back; nothing that was accepted is lost.',
  },
  STORE_DISK: {
    group: 'journal',
    status: 503,
    cause:
      'The disk does not write or read the database file: nothing is accepted, and nothing that was accepted is lost.',
    cure: "Look at the disk (`dmesg`), whether it was mounted read-only, the file was made immutable (`lsattr`), or a quota or a limit of files' size was reached; Firstline goes on by itself. If the disk is broken, stop Firstline and restore the last backup elsewhere.",
  },
  STORE_FULL: {
    group: 'journal',
    status: 503,
    cause: 'The disk of the database is full: nothing is accepted, and nothing that was accepted is lost.',
    cure: 'Make room on that disk, for bytes (`df -h`) and for files (`df -i`); Firstline goes on by itself.',
  },
  STORE_GONE: {
    group: 'journal',
    status: 503,
    cause:
      'The database file, or one beside it (`…-wal`, `…-shm`, `…-service`), was deleted, emptied or replaced while Firstline runs on it.',
    cure: 'Stop Firstline (SIGTERM, no `kill -9`): where only a file beside it is missing, it writes the rest into the database. Else put the file back or restore a backup. Then start it again.',
  },
  STORE_LOG_DAMAGED: {
    group: 'journal',
    status: null,
    cause:
      'The log of writes beside the database file (`…-wal`) is damaged, and what was stored behind that place is lost; the service goes on without it.',
    cure: 'Look at the disk and at what else writes to that folder; who wrote last may have to write again.',
  },
  STORE_LOST: {
    group: 'journal',
    status: 503,
    cause: 'The database does not answer any more; nothing is accepted until it does.',
    cure: 'Look at the database server and the network; Firstline connects again by itself.',
  },
  STORE_NO_DATABASE: {
    group: 'journal',
    status: 503,
    cause: 'The database server has no database of the name that `DATABASE_URL` ends with.',
    cure: 'Correct the name, or make the database (`createdb`). Where it was deleted, stop Firstline, and put the last dump back.',
  },
  STORE_POOLER: {
    group: 'journal',
    status: 503,
    cause:
      'A pooler between Firstline and PostgreSQL, such as PgBouncer, mixes up the statements that Firstline prepared, or refuses a parameter of the connection.',
    cure: 'Set `pool_mode = session` in PgBouncer, or take version 1.21 or later with `max_prepared_statements`; where a parameter is named, take it out of `DATABASE_URL`, or add it to `ignore_startup_parameters`.',
  },
  STORE_READ_ONLY: {
    group: 'journal',
    status: 503,
    cause: 'The database can only be read.',
    cure: 'Make the file writable, or point `DATABASE_URL` at a server that takes writes.',
  },
  STORE_SCHEMA: {
    group: 'journal',
    status: 503,
    cause:
      'The role may not make tables in the schema, or not use it; since PostgreSQL 15 only the owner of a database may do so in `public`.',
    cure: 'Run `GRANT USAGE, CREATE ON SCHEMA public TO …` with the role of `DATABASE_URL` in that database, as its owner; or make the role the owner: `ALTER DATABASE … OWNER TO …`.',
  },
  STORE_STANDBY: {
    group: 'journal',
    status: 503,
    cause:
      'PostgreSQL waits for a standby that does not confirm what is written, and says nothing meanwhile: nothing is accepted, and what was accepted is not lost.',
    cure: "Look at the standby of `synchronous_standby_names` (`pg_stat_replication`) and start it again, or take it out: `ALTER SYSTEM SET synchronous_standby_names = ''`, then `SELECT pg_reload_conf()`; Firstline goes on by itself.",
  },
  STORE_TABLES: {
    group: 'journal',
    status: 503,
    cause: 'A table of Firstline is missing in the database, or in the schema that the role looks in.',
    cure: 'Look at `search_path` of the role and the address; where a table was deleted, stop Firstline and restore the last backup.',
  },
  STORE_UNWELL: {
    group: 'journal',
    status: 503,
    cause: 'The database refuses the look at its health, for a reason that has no code of its own.',
    cure: 'Look at the reason in the log line, and at the database; report it if it is none of the database.',
  },
  TIMERS_STUCK: {
    group: 'journal',
    status: null,
    cause: 'Reminders and promises that are due could not be read from the database; it is tried again.',
    cure: 'Look at the database.',
  },
  TURN_FAILED: {
    group: 'journal',
    status: null,
    cause: 'Handling a message failed; the person got an apology and the way to a person.',
    cure: 'Report it with the stack in the log line.',
  },

  CONSOLE_CLOSED: {
    group: 'requests',
    status: 403,
    cause: 'The console was opened from another machine, or through a proxy or a tunnel, and nobody can sign in.',
    cure: 'Set `OIDC_ISSUER` as deploy/desk/README.md says, or open it at http://localhost without a proxy or tunnel between.',
  },
  CONSOLE_NO_USER: {
    group: 'requests',
    status: 401,
    cause: 'Nobody is signed in to the console, or not any more.',
    cure: 'Reload the page, and allow cookies for it.',
  },
  CONSOLE_PROVIDER: {
    group: 'requests',
    status: 503,
    cause: 'The provider at which people sign in can not be reached.',
    cure: 'Check `OIDC_ISSUER` and the way out to it; `/.well-known/openid-configuration` below it must answer.',
  },
  CONSOLE_ROLE: {
    group: 'requests',
    status: 403,
    cause: 'Somebody signed in who has no role for this part of the console.',
    cure: 'Give them the role, in the claim that `OIDC_ROLES` names.',
  },
  CONSOLE_SIGN_IN: {
    group: 'requests',
    status: 400,
    cause: 'A sign-in could not be verified, was used before, or took longer than ten minutes.',
    cure: 'Sign in again; if it lasts, check `OIDC_CLIENT_ID`, `OIDC_CLIENT_SECRET`, the clock, and the redirect address at the provider.',
  },
  DRAINING: {
    group: 'requests',
    status: 503,
    cause: 'Firstline is stopping and takes no new requests.',
    cure: 'Try again in a moment.',
  },
  FILE_TOO_BIG: {
    group: 'requests',
    status: 413,
    cause: 'A file that an agent sends from the console is larger than 10 MB.',
    cure: 'Send a smaller one, or a link to it.',
  },
  FOREIGN_PAGE: {
    group: 'requests',
    status: 403,
    cause: 'A page of another site sent a request to the chat page.',
    cure: 'Open the chat page itself.',
  },
  INTERNAL: {
    group: 'requests',
    status: 500,
    cause: 'Something went wrong on our side.',
    cure: 'Try again in a moment; if it lasts, whoever runs Firstline finds the reason in its log.',
  },
  LEARNING_REFUSED: {
    group: 'requests',
    status: 409,
    cause: 'The page “Learning” was asked for something that the content or the draft does not allow.',
    cure: 'See what the message says, and choose anew.',
  },
  LEARNING_UNTRIED: {
    group: 'requests',
    status: 409,
    cause: 'A draft was to be taken whose effect nobody has seen, or that was changed since.',
    cure: 'Look at its effect first: “Show the effect”.',
  },
  LINK_OVER: {
    group: 'requests',
    status: 410,
    cause:
      'A private link opens nothing: its ticket was closed more than a day ago, an agent ended it, or it is wrong.',
    cure: 'Open the chat page itself, and give the ticket’s number there.',
  },
  MALFORMED: {
    group: 'requests',
    status: 400,
    cause: 'The request could not be read.',
    cure: 'Reload the page and send it again.',
  },
  MESSAGE_MALFORMED: {
    group: 'requests',
    status: 400,
    cause: 'What was sent is no message: the answer says which field is wrong.',
    cure: 'Reload the page and send it again.',
  },
  METRICS_CLOSED: {
    group: 'requests',
    status: 403,
    cause: 'The metrics were asked for from another machine, or through a proxy or a tunnel.',
    cure: 'Ask on the machine itself, or set `METRICS` to an address and a port that only your monitoring reaches.',
  },
  NOT_FOUND: {
    group: 'requests',
    status: 404,
    cause: 'There is nothing at this address.',
    cure: 'Open the chat page at /.',
  },
  NO_CONVERSATION: {
    group: 'requests',
    status: 401,
    cause: 'The page has lost its conversation.',
    cure: 'Reload the page, and allow cookies for it.',
  },
  PACKED: {
    group: 'requests',
    status: 415,
    cause: 'The body of the request is compressed.',
    cure: 'Send the body as it is.',
  },
  PROOF_WANTED: {
    group: 'requests',
    status: 429,
    cause: 'Very many conversations begin at once, so each device must do a little work first.',
    cure: 'Wait a few seconds: the page does the work by itself.',
  },
  SIGNED_OUT: {
    group: 'requests',
    status: 401,
    cause: 'The sign-in of somebody on the chat page has ended.',
    cure: 'Sign in again, or go on as a guest, as the page does by itself.',
  },
  STARTING: {
    group: 'requests',
    status: 503,
    cause: 'Firstline is starting, or waits for its database.',
    cure: 'Try again in a moment.',
  },
  TOO_BUSY: {
    group: 'requests',
    status: 503,
    cause:
      'Everybody together writes more than can be answered soon, or does more on the public chat page than it takes.',
    cure: 'Try again when `Retry-After` says; if it lasts, look at the log of the proxy for a flood.',
  },
  TOO_FAST: {
    group: 'requests',
    status: 429,
    cause: 'One conversation or one address does more on the chat page than it takes.',
    cure: 'Wait as long as `Retry-After` says; if everybody is told so, set `TRUSTED_PROXY`.',
  },
  TOO_LONG: {
    group: 'requests',
    status: 413,
    cause: 'That is longer than can be taken.',
    cure: 'Send the part around the error, up to 20,000 characters.',
  },
  TOO_MANY_FILES: {
    group: 'requests',
    status: 429,
    cause: 'More files of agents are coming in at once than fit into memory.',
    cure: 'Send it again in a moment.',
  },
  TOO_MANY_PAGES: {
    group: 'requests',
    status: 503,
    cause: 'Too many chat pages are open at once.',
    cure: 'Close some, or try again in a moment.',
  },
  WEB_CHAT_CLOSED: {
    group: 'requests',
    status: 403,
    cause: 'The chat page was opened from another machine, or through a proxy or a tunnel.',
    cure: 'Set `WEB_CHAT=public` behind a proxy with TLS, or open it at http://localhost without a proxy or tunnel between.',
  },
  WEB_CHAT_OPEN: {
    group: 'requests',
    status: null,
    cause: '`WEB_CHAT=open` also gives the chat page out without TLS, so that anybody on the way can read along.',
    cure: 'Put a proxy with TLS in front, and set `WEB_CHAT=public` and `TRUSTED_PROXY`.',
  },
  WEB_CHAT_PLAIN: {
    group: 'requests',
    status: 403,
    cause: 'The public chat page was asked for without TLS, or through a proxy that `TRUSTED_PROXY` does not name.',
    cure: 'Open it by its https address, and set `TRUSTED_PROXY` to the address of the proxy, which must send `X-Forwarded-Proto`.',
  },

  IMAGE_NOT_READ: {
    group: 'pictures',
    status: null,
    cause: "A picture given to `classify` or `chat` can't be read; the message says why.",
    cure: 'Check the path, or give a PNG, JPEG or WebP file with only the part that shows the error.',
  },
  NOT_A_PICTURE: {
    group: 'pictures',
    status: 415,
    cause: 'What the page sent is neither PNG, JPEG nor WebP.',
    cure: 'Save it as PNG, or paste the error as text.',
  },
  PICTURE_BROKEN_OFF: {
    group: 'pictures',
    status: 400,
    cause: 'A picture did not arrive whole.',
    cure: 'Send it again.',
  },
  PICTURE_FATAL: {
    group: 'pictures',
    status: null,
    cause: 'A picture took too long, or ended the process that reads pictures; the person was told.',
    cure: "Report it with the process's last words in the log line, unless it is rare.",
  },
  PICTURE_GONE: {
    group: 'pictures',
    status: 404,
    cause: 'A picture or file that an agent sent is no longer kept.',
    cure: 'Ask whoever sent it to send it again.',
  },
  PICTURE_TOO_BIG: {
    group: 'pictures',
    status: 413,
    cause: 'A picture is larger than 10 MB.',
    cure: 'Send only the part with the error, or paste it as text.',
  },
  TOO_MANY_PICTURES: {
    group: 'pictures',
    status: 429,
    cause: 'More pictures are coming in than can be read.',
    cure: 'Wait a minute, or paste the error as text.',
  },

  SLACK_DROPS_EVENTS: {
    group: 'slack',
    status: null,
    cause: 'More than 30,000 events came in an hour, and Slack drops the rest.',
    cure: 'Invite the app to fewer channels.',
  },
  SLACK_NOT_CONNECTED: {
    group: 'slack',
    status: null,
    cause: '`doctor slack` was run without the settings of Slack.',
    cure: 'Set them as deploy/slack/README.md says.',
  },
  SLACK_NOT_TAKEN: {
    group: 'slack',
    status: 503,
    cause: 'An event could not be stored in time, so it was not acknowledged and Slack sends it again.',
    cure: 'Look at the disk and the database.',
  },
  SLACK_SCOPE_MISSING: {
    group: 'slack',
    status: null,
    cause: "The app lacks a scope; the log line says what can't be done without it.",
    cure: 'Add the scope and reinstall the app, or live without.',
  },
  SLACK_SIGNATURE_WRONG: {
    group: 'slack',
    status: 401,
    cause: 'A request was not signed by Slack, or its time is off by more than five minutes.',
    cure: 'Check `SLACK_SIGNING_SECRET` and the clock; if both are right, somebody else is knocking.',
  },
  SLACK_SOCKET_DOWN: {
    group: 'slack',
    status: null,
    cause: 'No Socket Mode connection came about for a minute, so `/readyz` answers 503; it goes on trying.',
    cure: 'Check the way out to slack.com, and `SLACK_APP_TOKEN`.',
  },
  SLACK_TOKEN_REFUSED: {
    group: 'slack',
    status: null,
    cause: 'Slack refuses the bot token or the app token.',
    cure: 'Copy it again; after changing scopes, reinstall the app first.',
  },
  SLACK_UNREACHABLE: {
    group: 'slack',
    status: null,
    cause: 'Slack does not answer; it is asked again until it does.',
    cure: 'Check the way out to slack.com.',
  },

  ACTIVITY_MALFORMED: {
    group: 'teams',
    status: 400,
    cause: 'What came to `/api/messages` is no activity of Microsoft Teams.',
    cure: 'Run `npx firstline doctor teams`; if all is well there, somebody else is knocking.',
  },
  BUTTON_REFUSED: {
    group: 'teams',
    status: null,
    cause:
      'A button was changed, brought from elsewhere, or is older than a month; the person is led to the current step.',
    cure: 'Ignore it, unless many do this: keep `TEAMS_CARD_KEY` when the secret changes, and the same on every instance.',
  },
  IMAGE_REFUSED: {
    group: 'teams',
    status: null,
    cause:
      'A message pointed to a picture at an address that is not of Teams, so it was not fetched; the person was told.',
    cure: 'Ask the person to paste the picture into the chat itself.',
  },
  IMAGE_UNFETCHED: {
    group: 'teams',
    status: null,
    cause: 'Teams did not let a picture be fetched; the person was told.',
    cure: 'Run `npx firstline doctor teams --thread <link>`, and see whether the app is installed there.',
  },
  KEYS_UNREACHABLE: {
    group: 'teams',
    status: 503,
    cause: "The keys that Teams signs with can't be fetched; requests are refused until they can.",
    cure: 'Check the way out to login.botframework.com.',
  },
  PRIVATE_CHAT_REFUSED: {
    group: 'teams',
    status: null,
    cause: 'Teams did not let a private chat be opened; the person was told.',
    cure: 'See whether the app may be installed for that person in the Teams admin center.',
  },
  TEAMS_NOT_CONNECTED: {
    group: 'teams',
    status: null,
    cause: '`doctor teams` was run without the settings of Teams.',
    cure: 'Set them as deploy/teams/README.md says.',
  },
  TEAMS_NOT_LOCAL: {
    group: 'teams',
    status: 403,
    cause: '`TEAMS=local`, which authenticates nobody, was asked from elsewhere or told to listen beyond this machine.',
    cure: 'Connect Teams properly, or leave `HOST` out and try it on this machine.',
  },
  TENANT_FOREIGN: {
    group: 'teams',
    status: 403,
    cause: 'Somebody of another organisation wrote.',
    cure: 'Set `MicrosoftAppTenantId` to theirs if it is they who should be helped; else leave it.',
  },
  THREAD_UNREAD: {
    group: 'teams',
    status: null,
    cause: 'Teams did not let a thread be read; the person was told.',
    cure: 'Run `npx firstline doctor teams --thread <link>`, and see whether the app is installed there.',
  },
  TOKEN_REFUSED: {
    group: 'teams',
    status: 401,
    cause: 'A request to `/api/messages` was not signed by Microsoft for this bot.',
    cure: 'Run `npx firstline doctor teams`; if all is well there, somebody else is knocking.',
  },
  TOKEN_UNAVAILABLE: {
    group: 'teams',
    status: null,
    cause: 'Microsoft gives the bot no token; replies wait until it does.',
    cure: 'Look at the reason in the log line: `ENOTFOUND` and `EAI_AGAIN` are DNS, `CERT_…` a certificate or the clock of this machine; then run `npx firstline doctor teams`, which says whether the way out is closed, or id, secret or tenant is wrong.',
  },

  DESKS_FAULTY: {
    group: 'desk',
    status: null,
    cause: 'The file of desks has a fault.',
    cure: 'Run `npx firstline check` with the same `DESKS`, which lists every fault, and correct them.',
  },
  DESKS_UNREADABLE: {
    group: 'desk',
    status: null,
    cause: "The file of desks can't be read.",
    cure: 'Set `DESKS` to a file like `deploy/desk/desks.example.yaml`.',
  },
  DESK_LATE: {
    group: 'desk',
    status: null,
    cause: 'Nobody took a ticket by the time that was promised.',
    cure: 'Put more people at the desk, or promise another time.',
  },
  DESK_MAIL_UNREACHABLE: {
    group: 'desk',
    status: null,
    cause: 'The mail server of `SMTP_URL` does not answer as it should, so nobody is told of tickets by mail.',
    cure: 'Run `npx firstline doctor desk`, which says why; what waits is sent once it answers.',
  },
  DESK_MEMBERS_UNKNOWN: {
    group: 'desk',
    status: null,
    cause: 'Slack does not say right now who belongs to a desk, so nobody is let in; what was written comes again.',
    cure: 'Run `npx firstline doctor slack` if it lasts, which checks the scopes for it.',
  },
  DESK_NOT_CONNECTED: {
    group: 'desk',
    status: null,
    cause: 'A desk is in Slack or Teams, and that is not connected.',
    cure: 'Connect it first, or put the desk elsewhere.',
  },
  DESK_NOT_SET: {
    group: 'desk',
    status: null,
    cause: 'There is no desk: tickets are written down, and nobody is told of them.',
    cure: 'Set `DESK` or `DESKS` as deploy/desk/README.md says.',
  },
  DESK_UNCONFIRMED: {
    group: 'desk',
    status: null,
    cause: 'Nobody can say whether a ticket stands at its desk.',
    cure: 'Look in the channel of the desk for the ticket that the log line names.',
  },
  DESK_UNREACHABLE: {
    group: 'desk',
    status: null,
    cause: 'A ticket could not be put before its desk; the next desk is asked, or the same one again later.',
    cure: 'See whether Firstline is still in the channel, and run `npx firstline doctor desk`.',
  },
  DESK_WEBHOOK_NOT_SET: {
    group: 'desk',
    status: null,
    cause: 'Tickets come to a desk in the browser, and nobody is told of them while no console is open.',
    cure: 'Set `DESK_WEBHOOK` and `DESK_WEBHOOK_SECRET`, or `SMTP_URL` and what belongs to it, or leave a console open.',
  },
  ROSTER_UNREADABLE: {
    group: 'desk',
    status: null,
    cause: 'Teams does not say who belongs to a desk, so nobody is let in.',
    cure: "Run `npx firstline doctor teams`, and see whether the app is installed in the desk's team.",
  },

  ADDRESS_WRONG: {
    group: 'commands',
    status: null,
    cause: '`poster` was given something that is no address of a chat page.',
    cure: 'Give it as people open it, such as `--url https://help.example.com`.',
  },
  BACKUP_BROKEN: {
    group: 'commands',
    status: null,
    cause: 'The file is no whole database of Firstline.',
    cure: 'Choose another backup, or check the disk that it stands on.',
  },
  BACKUP_ELSEWHERE: {
    group: 'commands',
    status: null,
    cause: '`backup` and `restore` are for SQLite files; PostgreSQL has commands of its own.',
    cure: 'Run `pg_dump --format=custom --file=firstline.dump "$DATABASE_URL"`. To restore it, stop every instance, then `npx firstline erase --list erased.jsonl`, `pg_restore --clean --if-exists --dbname="$DATABASE_URL" firstline.dump`, `npx firstline erase --from erased.jsonl`: the dump has everybody again who was erased since.',
  },
  BACKUP_ITSELF: {
    group: 'commands',
    status: null,
    cause: 'The file of the backup is the database itself; nothing was changed.',
    cure: 'Give the backup a name of its own, best on another disk.',
  },
  BACKUP_UNWRITTEN: {
    group: 'commands',
    status: null,
    cause: 'The backup could not be written; nothing is left of it.',
    cure: 'Make room on its disk, or choose a folder that is there and may be written to.',
  },
  CHAT_RUNNING: {
    group: 'commands',
    status: null,
    cause: 'A service runs on the SQLite file that keeps the conversation.',
    cure: 'Stop it first, or talk without `--conversation`: such a talk is kept in memory alone.',
  },
  COMMAND_FAILED: {
    group: 'commands',
    status: null,
    cause: 'The command met something that it does not know, and ended: a mistake of Firstline itself.',
    cure: 'Report it, with what the command says when `LOG_LEVEL=debug` is set: it tells then where it happened.',
  },
  COPY_DIFFERS: {
    group: 'commands',
    status: null,
    cause: 'After copying a table its number of rows was not the same; nothing was stored.',
    cure: 'Report it with the name of the table, and go on with the SQLite file.',
  },
  COPY_NOT_EMPTY: {
    group: 'commands',
    status: null,
    cause: '`copy` goes to an empty database, and this one has rows already.',
    cure: 'Make a new database, and give its address.',
  },
  COPY_WRONG_WAY: {
    group: 'commands',
    status: null,
    cause: '`copy` goes from the SQLite file of `DATABASE_URL` to PostgreSQL, and nowhere else.',
    cure: 'Set `DATABASE_URL` to the SQLite file, and give `--to` an address such as `postgres://user:password@host/database`.',
  },
  DEMO_NOT_EMPTY: {
    group: 'commands',
    status: null,
    cause: 'The database of the demo has data already.',
    cure: 'Choose another folder with `--data`, or delete this one.',
  },
  DEMO_UNWRITTEN: {
    group: 'commands',
    status: null,
    cause: 'The database of the demo can not be written to the folder of `--data`.',
    cure: 'Choose another folder with `--data`, in which this user may write, on a disk with room.',
  },
  ERASED_LIST_BROKEN: {
    group: 'commands',
    status: null,
    cause: "The file of `erase --from` can't be read, or is no list of the erased; nobody was erased.",
    cure: 'Give it the file that `npx firstline erase --list <file>` wrote.',
  },
  ERASED_LIST_UNWRITTEN: {
    group: 'commands',
    status: null,
    cause: 'The list of the erased could not be written.',
    cure: 'Choose a folder that is there and may be written to.',
  },
  ERASED_UNREAD: {
    group: 'commands',
    status: null,
    cause:
      'The list of those who were erased since the backup was taken could not be read in the present database, so they would be there again; nothing was changed.',
    cure: 'Run it with `--erased-unread` to go on without the list, and erase them anew with `npx firstline erase`. The database as it is now stays beside the restored one.',
  },
  ERASE_WHOM: {
    group: 'commands',
    status: null,
    cause: '`erase` was not told whom, or several things at once.',
    cure: 'Give it `--person <id>`, or `--list <file>` to write the list of the erased, or `--from <file>` to erase everybody on it again.',
  },
  FAULT_UNKNOWN: {
    group: 'commands',
    status: null,
    cause: '`explain` was asked for a code that does not exist.',
    cure: 'Run `npx firstline explain` for a list of them.',
  },
  FILE_EXISTS: {
    group: 'commands',
    status: null,
    cause: '`new` or `export` would write over a file that is there already.',
    cure: 'Choose another name; nothing was written.',
  },
  FILE_MISSING: {
    group: 'commands',
    status: null,
    cause: '`evaluate --train` was run without a file to judge by.',
    cure: 'Add `--on <file>`.',
  },
  FILE_UNREADABLE: {
    group: 'commands',
    status: null,
    cause: "A file for `evaluate` can't be read.",
    cure: 'Check its name, and that you may read it.',
  },
  FILE_UNUSABLE: {
    group: 'commands',
    status: null,
    cause: 'A file for `evaluate` holds no labelled texts; the message names file and line.',
    cure: 'Give JSON lines with "text" and "label", or CSV with the columns text and label.',
  },
  FILE_UNWRITABLE: {
    group: 'commands',
    status: null,
    cause: "The report of `evaluate`, or the page of `poster`, can't be written.",
    cure: 'Choose another place for it.',
  },
  INTENT_ELSEWHERE: {
    group: 'commands',
    status: null,
    cause: '`new walkthrough` should change an intent that is in another folder, or is not written one key a line.',
    cure: 'Name the folder the intent is in with `--in`.',
  },
  INTENT_HAS_ONE: {
    group: 'commands',
    status: null,
    cause: '`new walkthrough` was asked for an intent that has a walkthrough for this audience already.',
    cure: 'Write the steps there, or name another intent with `--for`.',
  },
  INTENT_UNKNOWN: {
    group: 'commands',
    status: null,
    cause: '`new walkthrough --for` names a problem that does not exist.',
    cure: 'Leave out `--for`, and an intent is written for it.',
  },
  LABEL_UNKNOWN: {
    group: 'commands',
    status: null,
    cause: 'A file for `evaluate` has a label that no intent has; the message names file and line.',
    cure: 'Correct the label, or name the one that means "none of ours" with `--none-label`.',
  },
  MIGRATE_RUNNING: {
    group: 'commands',
    status: null,
    cause: 'A service runs on the SQLite file whose tables are to be brought up to date.',
    cure: 'Stop it first, then migrate; or only start it again, which does the same.',
  },
  NAME_TAKEN: {
    group: 'commands',
    status: null,
    cause: "`new` was given a name that another file or another pack's product has already.",
    cure: 'Choose another name, or add to what has it.',
  },
  NAME_WRONG: {
    group: 'commands',
    status: null,
    cause: '`new` was given a name that no file can have, or that does not say in which pack it is to be.',
    cure: 'Write the pack and the name in lower-case words with hyphens, such as `printers/paper-jam`.',
  },
  PACK_EXISTS: {
    group: 'commands',
    status: null,
    cause: '`new pack` was given the name of a pack that there is.',
    cure: 'Choose another name, or add to it with `npx firstline new intent`.',
  },
  PACK_FAULTY: {
    group: 'commands',
    status: null,
    cause: '`new` should add to a pack that has faults.',
    cure: 'Run `npx firstline check`, and correct them first.',
  },
  PACK_UNKNOWN: {
    group: 'commands',
    status: null,
    cause: '`new` should add to a pack that does not exist.',
    cure: 'Make it first with `npx firstline new pack`, or write the name of one that there is.',
  },
  PERIOD_WRONG: {
    group: 'commands',
    status: 400,
    cause: 'A period of the figures is none: a day that does not exist, or a first day after the last.',
    cure: 'Write days such as 2026-03-01, the first one before the last one, at most five years apart.',
  },
  PERSON_UNKNOWN: {
    group: 'commands',
    status: null,
    cause: '`erase` or `export` was given a person of whom nothing is stored.',
    cure: "Give the person's id, a conversation's, or the number of one of their tickets, as `npx firstline tickets --json` has them.",
  },
  REHEARSAL_UNKNOWN: {
    group: 'commands',
    status: null,
    cause:
      '`rehearse` was given a name that no pack, walkthrough or problem has, or of one that leads people through nothing.',
    cure: 'Give the name of a folder in `intents/`, or of a file in it or in `dialogs/`, without `.yaml`.',
  },
  RESTORE_RUNNING: {
    group: 'commands',
    status: null,
    cause: 'A service runs on the database that a backup is to replace.',
    cure: 'Stop it first, then restore.',
  },
  RESTORE_UNWRITTEN: {
    group: 'commands',
    status: null,
    cause:
      "The backup could not be put in the place of the database: it can't be read, or the disk is full or can't be written to. The database is as it was.",
    cure: 'Make room, or run the command as the user of the service, then restore again.',
  },
  SERVICE_ENDED: {
    group: 'commands',
    status: null,
    cause: 'The running service ended before it said that it was done; what was asked for may be done or not.',
    cure: 'Run the command again, with the service or without: what is done twice is the same as once, and a person who was erased before is said to be deleted once more.',
  },
  SERVICE_SILENT: {
    group: 'commands',
    status: null,
    cause: 'The service that runs on this database gives no answer; what was asked for may still be done.',
    cure: 'Look at its log and at `/healthz`; if it hangs, stop it. Then run the command again: what is done twice is the same as once.',
  },
  SOCKET_FOREIGN: {
    group: 'commands',
    status: null,
    cause: 'The socket beside the database file is not that of a Firstline service of yours.',
    cure: 'Run the command as the user that Firstline runs as; if that is so, see who made the `.sock` file, delete it, and start Firstline again.',
  },
  SYSTEM_REFUSED: {
    group: 'commands',
    status: null,
    cause: 'The system refused what a command asked of it: to read or write a file or folder, as a rule.',
    cure: 'Look at the path and the reason: give this user the right to it, make room on the disk, or name another place.',
  },
  TABLE_UNKNOWN: {
    group: 'commands',
    status: 400,
    cause: 'There is no table of figures of that name.',
    cure: 'Choose one of the tables that the message lists.',
  },
  TICKET_UNKNOWN: {
    group: 'commands',
    status: null,
    cause: 'There is no ticket of that number in this database.',
    cure: 'Run `npx firstline tickets` for a list, with `DATABASE_URL` as the service has it.',
  },
  TITLE_WRONG: {
    group: 'commands',
    status: null,
    cause: "`new --title` was given a title that can't be shown in one line.",
    cure: 'Write it in a few words, without line breaks.',
  },
} as const satisfies Readonly<Record<string, FaultEntry>>;

/** A code of the registry. */
export type FaultCode = keyof typeof FAULTS;

/** Every code, in the order of the table. */
export const FAULT_CODES = Object.keys(FAULTS) as readonly FaultCode[];

/**
 * The HTTP status of an answer that names a fault. 500 where the registry has none: the fault is Firstline's own then.
 */
export function statusOf(code: FaultCode): number {
  return FAULTS[code].status ?? 500;
}
