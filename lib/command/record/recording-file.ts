import * as fs from 'node:fs';
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
   * @throws InputError if the file is something else.
   */
  static open(file: string, header: RecordingHeader, rotation: Rotation): RecordingFile {
    const before = readHeader(file);
    if (before !== undefined && before.of !== header.of) {
      throw new InputError({
        what: `The file ${file} is ${before.of === undefined ? 'not a recording of this program' : `a recording of ${before.of}`}.`,
        why: 'Nothing is written over, and two autoscalers do not fit into one recording.',
        fix: 'Name another file: --output',
      });
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
    fs.appendFileSync(this.file, text);
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
    fs.rmSync(`${this.file}.${kept}`, { force: true });
    for (let number = kept - 1; number >= 1; number--) {
      if (fs.existsSync(`${this.file}.${number}`)) {
        fs.renameSync(`${this.file}.${number}`, `${this.file}.${number + 1}`);
      }
    }
    if (kept > 0) fs.renameSync(this.file, `${this.file}.1`);
    else fs.rmSync(this.file);
  }
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
