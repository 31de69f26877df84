/** The files for containers, Compose and Kubernetes: valid by their schemas, and with what makes them safe. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { validate } from 'dockerfile-utils';
import { Deployment } from 'kubernetes-models/apps/v1';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Secret, Service } from 'kubernetes-models/v1';
import { parse, parseAllDocuments } from 'yaml';
import { ROOT } from '../fakes/content.ts';
import { freshFolder } from '../fakes/folder.ts';
import { environmentOf, listIn, stagesOf } from './dockerfile.ts';

const DEPLOY = join(ROOT, 'deploy');
const read = (...path: readonly string[]): string => readFileSync(join(DEPLOY, ...path), 'utf8');
/** Rules about the order of keys: ours is the order of reading. */
const ORDERS = [
  'service-keys-order',
  'service-ports-alphabetical-order',
  'services-alphabetical-order',
  'top-level-properties-order',
];
const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
  scripts: { start: string };
  dependencies: { node: string };
};
/** The flag of Node that keeps a service's memory for young objects small. */
const YOUNG = '--max-semi-space-size=16';

describe('the Dockerfile', () => {
  const path = join(DEPLOY, 'container', 'Dockerfile');
  const stages = stagesOf(path);
  const last = stages.at(-1)!;

  it('has nothing that a linter objects to', () => {
    assert.deepEqual(
      validate(readFileSync(path, 'utf8')).map(({ message, range }) => `${range.start.line + 1}: ${message}`),
      [],
    );
  });

  it('begins each stage from the Node that npm brings elsewhere', () => {
    for (const { from } of stages)
      assert.equal(from.split(' ')[0], `node:${packageJson.dependencies.node}-bookworm-slim`);
  });

  it('copies only what is there, and what the ignore file lets through', () => {
    const allowed = read('container', 'Dockerfile.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    for (const { name, rest } of stages[0]!.instructions) {
      if (name !== 'COPY') continue;
      for (const from of rest.split(' ').slice(0, -1)) {
        assert.ok(existsSync(join(ROOT, from)), from);
        assert.ok(allowed.includes(from.split('/')[0]!), `${from} is kept out of the build`);
      }
    }
  });

  it('runs as an ordinary user, by a list of arguments, with a check of its health', () => {
    const user = last.instructions.find(({ name }) => name === 'USER')!.rest;
    assert.match(user, /^[1-9]\d*:[1-9]\d*$/);
    assert.ok(
      last.instructions.findIndex(({ name }) => name === 'USER') >
        last.instructions.findLastIndex(({ name }) => name === 'RUN'),
    );
    assert.deepEqual(listIn(last, 'CMD'), ['node', YOUNG, 'deploy/command/firstline.cjs', 'start']);
    const [, file] = listIn(last, 'HEALTHCHECK');
    assert.ok(existsSync(join(ROOT, file!)));
    assert.equal(environmentOf(last).HOST, '0.0.0.0');
    assert.ok(!stages.some(({ instructions }) => instructions.some(({ name }) => name === 'ADD')));
  });
});

describe('Every way to start', () => {
  it('keeps the memory for young objects small', () => {
    const unit = /^ExecStart=(.*)$/m.exec(read('systemd', 'firstline.service'))![1]!;
    for (const command of [packageJson.scripts.start, unit])
      assert.match(command, new RegExp(`node ${YOUNG} \\S*firstline.cjs start$`));
    assert.ok(read('command', 'firstline.cjs').includes(YOUNG));
  });
});

describe('compose.yaml', () => {
  const path = join(DEPLOY, 'container', 'compose.yaml');
  const compose = parse(read('container', 'compose.yaml'), { merge: true }) as Compose;

  it('is valid by the Compose specification, and has nothing that a linter objects to', () => {
    const rules = Object.fromEntries(ORDERS.map((rule) => [rule, 0]));
    const [found] = new DCLinter({ rules } as never).lintFiles([path], false);
    assert.deepEqual(found?.messages ?? [], []);
    // The linter sees what is misspelt.
    const broken = join(freshFolder(), 'compose.yaml');
    writeFileSync(broken, read('container', 'compose.yaml').replace('read_only: true', 'read_olny: true'));
    assert.ok(new DCLinter({ rules } as never).lintFiles([broken], false)[0]?.messages.length);
  });

  it('runs two instances that can’t write, and keeps the database away from the outside', () => {
    const { 'firstline-a': a, 'firstline-b': b, database } = compose.services;
    assert.deepEqual(a, b);
    assert.equal(a!.read_only, true);
    assert.deepEqual(a!.cap_drop, ['ALL']);
    assert.deepEqual(a!.security_opt, ['no-new-privileges:true']);
    assert.equal(a!.ports, undefined);
    assert.deepEqual([database!.networks, database!.ports], [['inside'], undefined]);
    assert.equal(compose.networks.inside!.internal, true);
    const [{ subnet }] = compose.networks.outside!.ipam!.config;
    assert.equal(a!.environment!.TRUSTED_PROXY, subnet);
  });

  it('mounts files that are there, and pins every image', () => {
    for (const volume of compose.services.proxy!.volumes!.filter((name) => name.includes('.conf')))
      assert.ok(existsSync(join(DEPLOY, 'container', volume.split(':')[0]!)), volume);
    for (const { image } of Object.values(compose.services)) assert.doesNotMatch(image, /:latest$/);
  });
});

describe('the manifests for Kubernetes', () => {
  const documents = ['firstline.yaml', 'secret.example.yaml'].flatMap((name) =>
    parseAllDocuments(read('kubernetes', name)).map((document) => document.toJS() as Manifest),
  );
  const kinds = { Deployment, Service, Ingress, PodDisruptionBudget, Secret } as unknown as Record<string, Model>;
  const deployment = documents.find(({ kind }) => kind === 'Deployment')!;

  for (const document of documents)
    it(`are valid by the published schemas: ${document.kind}`, () => {
      const model = new kinds[document.kind]!(document);
      model.validate();
      // A misspelt field is refused as well.
      assert.throws(() => new kinds[document.kind]!({ ...document, metadata: { name: 5 } }).validate());
    });

  it('are the five that are wanted', () => {
    assert.deepEqual(documents.map(({ kind }) => kind).sort(), Object.keys(kinds).sort());
  });

  it('run two instances of this version without rights, and ask them for their health', () => {
    const { replicas, template } = deployment.spec as DeploymentSpec;
    const { containers, securityContext } = template.spec;
    const [container] = containers;
    assert.equal(replicas, 2);
    assert.equal(securityContext.runAsNonRoot, true);
    assert.ok(container!.image.endsWith(`:${packageJson.version}`));
    assert.deepEqual(container!.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    assert.equal(container!.readinessProbe.httpGet.path, '/readyz');
    assert.equal(container!.livenessProbe.httpGet.path, '/healthz');
  });
});

type Model = new (given: object) => { validate(): void };

interface Manifest {
  readonly kind: string;
  readonly spec?: unknown;
}

interface Probe {
  readonly httpGet: { readonly path: string };
}

interface DeploymentSpec {
  readonly replicas: number;
  readonly template: {
    readonly spec: {
      readonly securityContext: { readonly runAsNonRoot: boolean };
      readonly containers: readonly {
        readonly image: string;
        readonly securityContext: object;
        readonly readinessProbe: Probe;
        readonly livenessProbe: Probe;
      }[];
    };
  };
}

interface ComposeService {
  readonly image: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<
    Record<
      string,
      { readonly internal?: boolean; readonly ipam?: { readonly config: readonly [{ readonly subnet: string }] } }
    >
  >;
}
