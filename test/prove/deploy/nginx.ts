/** A real nginx with TLS, with the configuration that is shipped; only names, ports and paths of this machine are put in. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../fakes/content.ts';
import { freshFolder } from '../../fakes/folder.ts';
import { freePort } from '../../fakes/free-port.ts';
import { until } from '../../fakes/until.ts';

const NAME = 'help.example.com';

/** nginx in front of instances of Firstline. */
export class Nginx {
  readonly folder = freshFolder();
  #child: ChildProcess | null = null;
  tls = 0;
  plain = 0;
  ca = Buffer.alloc(0);

  /** Starts it; `upstream` is the file that names the instances, `instances` puts this machine's places for its names. */
  async start(upstream: string, instances: Readonly<Record<string, string>>): Promise<this> {
    [this.tls, this.plain] = [await freePort(), await freePort()];
    const key = join(this.folder, `${NAME}.key`);
    const certificate = join(this.folder, `${NAME}.pem`);
    const subject = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`];
    const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', ...made, ...subject, '-keyout', key, '-out', certificate], {
      stdio: 'pipe',
    });
    this.ca = readFileSync(certificate);
    const shipped = readFileSync(join(ROOT, 'deploy', 'proxy', 'firstline.conf'), 'utf8');
    const server = shipped
      .replaceAll('/etc/ssl/', `${this.folder}/`)
      .replace('listen 443 ssl', `listen 127.0.0.1:${this.tls} ssl`)
      .replace('listen 80', `listen 127.0.0.1:${this.plain}`);
    const named = Object.entries(instances).reduce(
      (text, [name, place]) => text.replaceAll(name, place),
      readFileSync(join(ROOT, upstream), 'utf8'),
    );
    const main = join(this.folder, 'nginx.conf');
    writeFileSync(join(this.folder, 'server.conf'), `${named}\n${server}`);
    writeFileSync(
      main,
      `daemon off; pid ${this.folder}/pid; error_log ${this.folder}/error.log; worker_processes 1;
       events { worker_connections 512; }
       http {
         access_log off;
         client_body_temp_path ${this.folder}/body; proxy_temp_path ${this.folder}/proxy; fastcgi_temp_path ${this.folder}/f;
         uwsgi_temp_path ${this.folder}/u; scgi_temp_path ${this.folder}/s;
         include ${this.folder}/server.conf;
       }`,
    );
    execFileSync('nginx', ['-t', '-c', main, '-e', join(this.folder, 'error.log')], { stdio: 'pipe' });
    this.#child = spawn('nginx', ['-c', main, '-e', join(this.folder, 'error.log')], { stdio: 'inherit' });
    await until(async () => {
      const answer = await fetch(`http://127.0.0.1:${this.plain}/`, { redirect: 'manual' }).catch(() => null);
      return answer?.status === 301;
    }, 'nginx');
    return this;
  }

  /** The options of requests that come by TLS under the shipped name. */
  get options() {
    return { ca: this.ca, servername: NAME, headers: { host: NAME } };
  }

  get url(): string {
    return `https://127.0.0.1:${this.tls}`;
  }

  async stop(): Promise<void> {
    if (!this.#child || this.#child.exitCode !== null) return;
    const gone = once(this.#child, 'close');
    this.#child.kill('SIGTERM');
    await gone;
  }
}
