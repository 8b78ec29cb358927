import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { binary } from '../environment/build';
import { CertificateAuthority } from '../environment/certificates';
import { diesWithParent } from '../environment/command';
import { KEDA } from '../environment/versions';
import { kubectl, kubectlWith } from './kubectl';
import { stageFiles } from './platform';
import { waitFor } from './wait';

const PORT = 9443;
const PROBES = 9881;

interface Configuration {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly webhooks: readonly { readonly clientConfig: { readonly service: { readonly path: string } } }[];
}

/** KEDA's admission webhook as a process of this machine, which the API server reaches without a node; it judges what dist/ lets it judge. */
export class KedaWebhook {
  /** @param folder for its certificate and its log */
  static async start(folder: string): Promise<KedaWebhook> {
    const authority = await CertificateAuthority.create(path.join(folder, 'webhook-pki'));
    await authority.issue('tls', '/CN=keda-admission-webhooks', 'IP:127.0.0.1');
    const log = fs.openSync(path.join(folder, 'keda-admission-webhooks.log'), 'a');
    const [file = '', ...args] = diesWithParent([
      binary(KEDA, 'keda-admission-webhooks'),
      `--cert-dir=${authority.file('')}`,
      `--port=${PORT}`,
      `--health-probe-bind-address=127.0.0.1:${PROBES}`,
      '--metrics-bind-address=0',
      '--kube-api-qps=1000',
      '--kube-api-burst=1000',
    ]);
    const child = spawn(file, args, { stdio: ['ignore', log, log] });
    fs.closeSync(log);
    const configuration = await configure(fs.readFileSync(authority.certificate).toString('base64'));
    await waitFor({ seconds: 60, what: 'the webhook of KEDA answers', everyMs: 500 }, async () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
      return (await fetch(`http://127.0.0.1:${PROBES}/readyz`)).ok || undefined;
    });
    return new KedaWebhook(child, configuration);
  }

  private constructor(
    private readonly child: ChildProcess,
    private readonly configuration: string,
  ) {}

  async stop(): Promise<void> {
    await kubectl('delete', 'validatingwebhookconfiguration', this.configuration);
    this.child.kill();
  }
}

/** The configuration of dist/ with the process as its server; one that does not answer refuses, so that silence is not taken for consent. */
async function configure(authority: string): Promise<string> {
  const [file = ''] = await stageFiles(['10'], ['keda']);
  const found = parseAllDocuments(fs.readFileSync(file, 'utf8'))
    .map((document) => document.toJS() as Configuration)
    .find(({ kind }) => kind === 'ValidatingWebhookConfiguration');
  if (!found) throw new Error(`${path.basename(file)} has no ValidatingWebhookConfiguration`);
  const webhooks = found.webhooks.map((webhook) => ({
    ...webhook,
    failurePolicy: 'Fail',
    clientConfig: { url: `https://127.0.0.1:${PORT}${webhook.clientConfig.service.path}`, caBundle: authority },
  }));
  await kubectlWith(JSON.stringify({ ...found, webhooks }), 'apply', '--filename=-');
  return found.metadata.name;
}
