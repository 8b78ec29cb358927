import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type CommandError, run } from './command';

/** What is in an image, and how it starts. */
export interface ImageContents {
  /** Reference that manifests use. */
  readonly name: string;
  /** Path in the image by path on this machine; files come with the shared libraries that they load. */
  readonly files?: Readonly<Record<string, string>>;
  /** Content by path in the image. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Empty folders. */
  readonly folders?: readonly string[];
  /** Applets of busybox: a shell and what scripts and probes call. */
  readonly applets?: readonly string[];
  readonly user?: string;
  readonly entrypoint?: readonly string[];
}

const BUSYBOX = '/bin/busybox';
const LIBRARY_FOLDERS = ['/lib', '/usr/lib'];
const OPENED_AT_RUN_TIME = ['libgcc_s.so.1', 'libnss_dns.so.2']; // ldd does not name them
const ROOT_CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const USERS = [
  ['root', 0],
  ['www-data', 33],
  ['nonroot', 65532],
  ['nobody', 65534],
] as const;

/** Writes an OCI archive that `ctr images import` takes. */
export async function writeImage(image: ImageContents, archive: string): Promise<void> {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-autoscaling-image-'));
  try {
    const root = path.join(work, 'root');
    await fillRoot(root, image);
    const layout = path.join(work, 'layout');
    const blobs = path.join(layout, 'blobs', 'sha256');
    fs.mkdirSync(blobs, { recursive: true });
    const layer = path.join(work, 'layer.tar');
    await run('tar', [
      '--sort=name',
      '--mtime=@0',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '-cf',
      layer,
      '-C',
      root,
      '.',
    ]);
    const layerBlob = await addBlob(blobs, layer, 'layer.v1.tar');
    const config = addText(blobs, 'config.v1+json', {
      architecture: os.arch() === 'arm64' ? 'arm64' : 'amd64',
      os: 'linux',
      rootfs: { type: 'layers', diff_ids: [layerBlob.digest] },
      config: {
        User: image.user ?? '',
        Entrypoint: image.entrypoint ?? [],
        Env: ['PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      },
    });
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const manifest = addText(blobs, 'manifest.v1+json', { schemaVersion: 2, mediaType, config, layers: [layerBlob] });
    // Of a name with a tag and a digest, containerd looks for the digest.
    const annotations = { 'io.containerd.image.name': image.name.replace(/:[^:/@]+@/, '@') };
    writeJson(path.join(layout, 'index.json'), { schemaVersion: 2, manifests: [{ ...manifest, annotations }] });
    writeJson(path.join(layout, 'oci-layout'), { imageLayoutVersion: '1.0.0' });
    await run('tar', ['-cf', archive, '-C', layout, '.']);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

async function fillRoot(
  root: string,
  { files = {}, texts = {}, folders = [], applets = [] }: ImageContents,
): Promise<void> {
  for (const folder of ['/bin', '/dev', '/etc', '/proc', '/root', '/run', '/sys', '/tmp', '/var/log', ...folders]) {
    fs.mkdirSync(path.join(root, folder), { recursive: true });
  }
  fs.chmodSync(root, 0o755);
  fs.chmodSync(path.join(root, 'tmp'), 0o1777);
  writeText(root, '/etc/passwd', USERS.map(([name, id]) => `${name}:x:${id}:${id}::/:/bin/sh\n`).join(''));
  writeText(root, '/etc/group', USERS.map(([name, id]) => `${name}:x:${id}:\n`).join(''));
  if (fs.existsSync(ROOT_CERTIFICATES)) await addFile(root, ROOT_CERTIFICATES, ROOT_CERTIFICATES);
  if (applets.length > 0) await addFile(root, BUSYBOX, BUSYBOX);
  for (const applet of applets) fs.symlinkSync('busybox', path.join(root, 'bin', applet));
  for (const [target, source] of Object.entries(files)) await addFile(root, source, target);
  for (const [target, text] of Object.entries(texts)) writeText(root, target, text);
}

async function addFile(root: string, source: string, target: string): Promise<void> {
  const place = path.join(root, target);
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.cpSync(source, place, { recursive: true, dereference: true });
  const programs = fs.statSync(source).isDirectory() ? sharedObjectsIn(source) : [source];
  for (const library of await librariesOf(programs)) {
    const copy = path.join(root, library);
    if (fs.existsSync(copy)) continue;
    fs.mkdirSync(path.dirname(copy), { recursive: true });
    fs.copyFileSync(library, copy);
  }
}

function sharedObjectsIn(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.so(\.[\d.]+)?$/.test(name))
    .map((name) => path.join(folder, name));
}

async function librariesOf(programs: readonly string[]): Promise<string[]> {
  if (programs.length === 0) return [];
  const listing = await run('ldd', programs).catch((error: CommandError) => error.stdout); // it fails where one is static
  const found = [...listing.matchAll(/(?:=> |^\s+)(\/\S+)/gm)].map(([, library]) => String(library));
  if (found.length === 0) return [];
  const folders = [...new Set(found.map((library) => path.dirname(library)))].filter((folder) =>
    LIBRARY_FOLDERS.some((each) => folder.startsWith(each)),
  );
  const opened = folders.flatMap((folder) => OPENED_AT_RUN_TIME.map((name) => path.join(folder, name)));
  return [...new Set([...found, ...opened.filter((file) => fs.existsSync(file))])];
}

function writeText(root: string, target: string, text: string): void {
  const place = path.join(root, target);
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
}

function writeJson(file: string, value: unknown): void {
  fs.writeFileSync(file, JSON.stringify(value));
}

interface Blob {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

function addText(blobs: string, kind: string, value: unknown): Blob {
  const text = JSON.stringify(value);
  const sum = createHash('sha256').update(text).digest('hex');
  fs.writeFileSync(path.join(blobs, sum), text);
  return { mediaType: `application/vnd.oci.image.${kind}`, digest: `sha256:${sum}`, size: Buffer.byteLength(text) };
}

async function addBlob(blobs: string, file: string, kind: string): Promise<Blob> {
  const hash = createHash('sha256');
  for await (const chunk of fs.createReadStream(file)) hash.update(chunk as Buffer);
  const sum = hash.digest('hex');
  const { size } = fs.statSync(file);
  fs.renameSync(file, path.join(blobs, sum));
  return { mediaType: `application/vnd.oci.image.${kind}`, digest: `sha256:${sum}`, size };
}
