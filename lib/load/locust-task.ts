import { formError, headersError, lineProblem, type Problem } from '../validation';

/** More would not make a share finer than anybody measures. */
const MOST_WEIGHT = 1_000_000;

/** Options of a request that a user sends. */
export interface LocustTaskOptions {
  /**
   * How often it is chosen, in proportion to the other tasks.
   * @default 1
   */
  readonly weight?: number;
  /**
   * What it is called in the statistics.
   * @default the path
   */
  readonly name?: string;
  /**
   * Host header.
   * @default the one of the target
   */
  readonly host?: string;
  /**
   * Further headers.
   * @default none
   */
  readonly headers?: { [header: string]: string };
}

/** Options of a request with a body. */
export interface LocustBodyOptions extends LocustTaskOptions {
  /**
   * The body.
   * @default none
   */
  readonly body?: string;
}

/** Something that a user does: one request. */
export class LocustTask {
  /** A GET of a path. */
  public static get(path: string, options: LocustTaskOptions = {}): LocustTask {
    return new LocustTask('GET', path, options);
  }

  /** A POST to a path. */
  public static post(path: string, options: LocustBodyOptions = {}): LocustTask {
    return new LocustTask('POST', path, options);
  }

  /** A PUT to a path. */
  public static put(path: string, options: LocustBodyOptions = {}): LocustTask {
    return new LocustTask('PUT', path, options);
  }

  /** A DELETE of a path. */
  public static delete(path: string, options: LocustTaskOptions = {}): LocustTask {
    return new LocustTask('DELETE', path, options);
  }

  private constructor(
    private readonly method: string,
    private readonly path: string,
    private readonly options: LocustBodyOptions,
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    const { weight = 1 } = this.options;
    if (!Number.isInteger(weight) || weight < 1 || weight > MOST_WEIGHT) {
      return {
        what: `The task ${this.method} ${this.path} has the weight ${weight}.`,
        why: 'Locust takes whole numbers, never chooses a task of weight 0, and keeps a list with each task as often as its weight.',
        fix: `Use 1 to ${MOST_WEIGHT}, or leave the task out.`,
      };
    }
    const { name, host, headers } = this.options;
    const problem =
      formError('The name of a task', name, lineProblem) ??
      formError('The host', host, lineProblem) ??
      (headers && headersError(headers));
    if (problem) return problem;
    if (/^\/[^\s]*$/.test(this.path)) return undefined;
    return {
      what: `The task ${this.method} "${this.path}" has no path of a URL.`,
      why: 'It is put behind the address of the target: the request would go elsewhere, or nowhere.',
      fix: 'Begin it with "/" and percent-encode spaces.',
    };
  }

  /** The method of a Python class that sends the request. A text of JSON is one of Python, too. @internal */
  public toPython(index: number, host: string | undefined): string {
    const { weight = 1, name, body } = this.options;
    const headers = { ...hostHeader(this.options.host ?? host), ...this.options.headers };
    const words = [
      JSON.stringify(this.method),
      JSON.stringify(this.path),
      ...(name === undefined ? [] : [`name=${JSON.stringify(name)}`]),
      ...(Object.keys(headers).length === 0 ? [] : [`headers=${JSON.stringify(headers)}`]),
      ...(body === undefined ? [] : [`data=${JSON.stringify(body)}.encode()`]),
    ];
    return `    @task(${weight})\n    def task_${index + 1}(self):\n        self.client.request(${words.join(', ')})\n`;
  }
}

function hostHeader(host: string | undefined): { [header: string]: string } {
  return host === undefined ? {} : { Host: host };
}
