import * as fs from 'node:fs';
import { FileError } from '../../files';
import { InputError } from '../../validation';
import { type RecordedFrame } from '../../simulation';

/** The first line of a file of frames. */
export interface RecordingHeader {
  readonly version: 1;
  readonly options: { readonly kubernetes: string };
  /** What is recorded, such as `hpa/shop/web`. */
  readonly of: string;
  /** What the load of the frames is: the query that tells it. @default no frame has one */
  readonly loadUnit?: string;
}

/** How large files get, and how many are kept. */
export interface Rotation {
  /** Bytes after which a new file begins. */
  readonly bytes: number;
  /** How many older files are kept. */
  readonly kept: number;
}

/** A recording in JSON lines that grows line by line: a process that is killed loses a line at most, and the next one goes on. */
export class RecordingFile {
  /**
   * Opens a file, new or of an earlier run.
   *
   * @throws InputError if the file, or one that it would become, is something else.
   */
  static open(file: string, header: RecordingHeader, rotation: Rotation): RecordingFile {
    for (const each of [file, ...olderParts(file, rotation.kept)]) mustBeFile(each);
    const before = readHeader(file);
    if (before !== undefined && before.of !== header.of) {
      throw new InputError({
        what: `The file ${file} is ${before.of === undefined ? 'not a recording of this program' : `a recording of ${before.of}`}.`,
        why: 'Nothing is written over, and two autoscalers do not fit into one recording.',
        fix: 'Name another file: --output',
      });
    }
    for (const older of olderParts(file, rotation.kept)) {
      if (readHeader(older)?.of === undefined) throw notOurs(older);
    }
    const recording = new RecordingFile(file, header, rotation);
    if (before === undefined) recording.begin();
    else recording.mend();
    return recording;
  }

  /** When the last frame of an earlier run was seen, in milliseconds; 0 without one. */
  lastTime = 0;
  private size = 0;

  private constructor(
    readonly file: string,
    private readonly header: RecordingHeader,
    private readonly rotation: Rotation,
  ) {}

  /** Appends a frame. Gives whether a new file began with it, so that the next frame must have everything in it. */
  append(frame: RecordedFrame): boolean {
    this.write(JSON.stringify(frame));
    if (this.size < this.rotation.bytes) return false;
    this.rotate();
    this.begin();
    return true;
  }

  private begin(): void {
    this.size = 0;
    this.write(JSON.stringify(this.header));
  }

  private write(line: string): void {
    const text = `${line}\n`;
    try {
      append(this.file, text);
    } catch (caught) {
      throw new FileError(this.file, caught);
    }
    this.size += Buffer.byteLength(text);
  }

  /** Cuts off half a line that a killed process left. */
  private mend(): void {
    const descriptor = fs.openSync(this.file, 'r+');
    try {
      const { size } = fs.fstatSync(descriptor);
      const tail = Buffer.alloc(Math.min(size, 2 ** 22));
      fs.readSync(descriptor, tail, 0, tail.length, size - tail.length);
      const end = size - tail.length + tail.lastIndexOf(10) + 1;
      this.lastTime = timeOf(tail.subarray(0, end - size + tail.length).toString('utf8'));
      fs.ftruncateSync(descriptor, end);
      this.size = end;
    } finally {
      fs.closeSync(descriptor);
    }
    if (this.size === 0) this.begin(); // its only line had no end
  }

  private rotate(): void {
    const { kept } = this.rotation;
    const older = olderParts(this.file, kept);
    if (kept > 0 && older.length === kept) fs.rmSync(older.pop() ?? '');
    for (const [index, part] of [...older.entries()].reverse()) fs.renameSync(part, `${this.file}.${index + 2}`);
    if (kept > 0) fs.renameSync(this.file, `${this.file}.1`);
    else fs.rmSync(this.file);
  }
}

/** Whatever it is by now, a link is not followed. */
const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0 } = fs.constants;
const APPEND = O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW;

function append(file: string, text: string): void {
  const descriptor = fs.openSync(file, APPEND);
  try {
    fs.writeFileSync(descriptor, text);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** The older parts of a recording, the newest first: no number is left out. */
function olderParts(file: string, kept: number): string[] {
  const parts: string[] = [];
  for (let number = 1; number <= kept; number++) {
    const part = `${file}.${number}`;
    if (!fs.lstatSync(part, { throwIfNoEntry: false })) break;
    parts.push(part);
  }
  return parts;
}

/** A recording grows in its place, and is renamed: what is not a file would be followed, filled or moved away. */
function mustBeFile(file: string): void {
  const found = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!found || found.isFile()) return;
  throw new InputError({
    what: `${file} is ${found.isSymbolicLink() ? 'a link' : found.isDirectory() ? 'a folder' : 'not a file'}.`,
    why: 'A recording grows in its place and is renamed when it is large.',
    fix: 'Name another file: --output',
  });
}

function notOurs(file: string): InputError {
  return new InputError({
    what: `The file ${file} is not a recording of this program.`,
    why: 'Older parts of a recording have such names, and it would be renamed and deleted with them.',
    fix: 'Name another file: --output',
  });
}

/** The time of the last line that is a frame. */
function timeOf(lines: string): number {
  const last = lines.trimEnd().split('\n').at(-1) ?? '';
  const [, time = ''] = /^\{"time":"([^"]*)"/.exec(last) ?? [];
  return Date.parse(time) || 0;
}

/** What the first line of a file says; undefined where there is no file, or nothing in it. */
function readHeader(file: string): Partial<RecordingHeader> | undefined {
  if (!fs.existsSync(file) || fs.statSync(file).size === 0) return undefined;
  const descriptor = fs.openSync(file, 'r');
  try {
    const head = Buffer.alloc(4096);
    const length = fs.readSync(descriptor, head, 0, head.length, 0);
    const [line = ''] = head.subarray(0, length).toString('utf8').split('\n');
    const found = JSON.parse(line) as Partial<RecordingHeader>;
    return found.version === 1 ? found : {};
  } catch {
    return {};
  } finally {
    fs.closeSync(descriptor);
  }
}
