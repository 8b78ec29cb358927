import * as fs from 'node:fs';
import * as path from 'node:path';
import { run } from './command';

const DAYS = '30';

/** A certificate authority of its own, in a folder. */
export class CertificateAuthority {
  static async create(folder: string): Promise<CertificateAuthority> {
    fs.mkdirSync(folder, { recursive: true });
    const authority = new CertificateAuthority(folder);
    await run('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', DAYS, '-subj', '/CN=cdk8s-autoscaling'],
      ...['-keyout', authority.file('ca.key'), '-out', authority.certificate],
    ]);
    return authority;
  }

  private constructor(private readonly folder: string) {}

  /** The authority's own certificate. */
  get certificate(): string {
    return this.file('ca.crt');
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  /** A certificate for a client and a server: `NAME.crt` and `NAME.key`. */
  async issue(name: string, subject: string, alternativeNames = `DNS:${name}`): Promise<void> {
    const [request, extensions] = [this.file(`${name}.csr`), this.file(`${name}.ext`)];
    await run('openssl', [
      ...['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-subj', subject],
      ...['-keyout', this.file(`${name}.key`), '-out', request],
    ]);
    fs.writeFileSync(extensions, `subjectAltName=${alternativeNames}\nextendedKeyUsage=serverAuth,clientAuth\n`);
    await run('openssl', [
      ...['x509', '-req', '-in', request, '-days', DAYS, '-out', this.file(`${name}.crt`), '-extfile', extensions],
      ...['-CA', this.certificate, '-CAkey', this.file('ca.key'), '-set_serial', String(serialNumber++)],
    ]);
  }

  /** The key pair that service account tokens are signed and verified with: `NAME.key` and `NAME.pub`. */
  async keyPair(name: string): Promise<void> {
    await run('openssl', ['genrsa', '-out', this.file(`${name}.key`), '2048']);
    await run('openssl', ['rsa', '-in', this.file(`${name}.key`), '-pubout', '-out', this.file(`${name}.pub`)]);
  }

  /** A kubeconfig with the certificate of a name, for the API server of this machine. */
  kubeconfig(name: string, server: string): string {
    const file = this.file(`${name}.kubeconfig`);
    const base64 = (each: string) => fs.readFileSync(this.file(each)).toString('base64');
    fs.writeFileSync(
      file,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'node', cluster: { server, 'certificate-authority-data': base64('ca.crt') } }],
        users: [
          {
            name,
            user: { 'client-certificate-data': base64(`${name}.crt`), 'client-key-data': base64(`${name}.key`) },
          },
        ],
        contexts: [{ name: 'node', context: { cluster: 'node', user: name } }],
        'current-context': 'node',
      }),
    );
    return file;
  }
}

let serialNumber = 1;
