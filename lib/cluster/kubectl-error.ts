import { InputError, type Problem } from '../validation';
import { forbiddenIn, permissionText } from './permission';
import { type ClusterChoice } from './kubectl';

/** A text of kubectl or the API server, and what it means to the person who reads it. */
interface Meaning {
  readonly pattern: RegExp;
  readonly problem: (found: RegExpExecArray, choice: ClusterChoice) => Problem;
}

const MEANINGS: readonly Meaning[] = [
  {
    pattern: /context "([^"]*)" does not exist|context was not found for specified context: (\S+)/,
    problem: ([, name, other]) => ({
      what: `There is no context "${name ?? other}" in the kubeconfig.`,
      why: 'A context says which cluster is meant and who you are on it.',
      fix: 'Take one of those that this lists: kubectl config get-contexts',
    }),
  },
  {
    pattern: /(?:stat|open) ([^\n:]+): no such file or directory/,
    problem: ([, file]) => ({
      what: `The kubeconfig ${file} does not exist.`,
      why: 'It says where the cluster is and who you are on it.',
      fix: 'Name one with --kubeconfig, or unset KUBECONFIG to use ~/.kube/config.',
    }),
  },
  {
    pattern: /error loading config file "?([^"\n:]+)"?: ([^\n]+)/,
    problem: ([, file, reason]) => ({
      what: `The kubeconfig ${file} cannot be read: ${reason}.`,
      why: 'It says where the cluster is and who you are on it.',
      fix: 'Mend it: kubectl config view shows what kubectl makes of it.',
    }),
  },
  {
    pattern: /executable (\S+) (?:not found|failed)|exec: "([^"]+)": executable file not found/,
    problem: ([text, program, other]) => ({
      what: `The login program ${program ?? other} of this context ${text.includes('not found') ? 'is not installed' : 'failed'}.`,
      why: 'kubectl asks it for the credentials of each request.',
      fix: 'Log in again as your cluster asks for it, then try: kubectl get --raw /version',
    }),
  },
  {
    pattern:
      /You must be logged in to the server|Unauthorized|asked for the client to provide credentials|token (?:has )?expired/i,
    problem: () => ({
      what: 'The API server does not accept your login: it has expired, or belongs to another cluster.',
      why: 'Nothing can be read or changed without one.',
      fix: 'Log in again, then try: kubectl auth whoami',
    }),
  },
  {
    pattern: /x509: ([^\n]+)|tls: ([^\n]+)/,
    problem: ([, reason, other]) => ({
      what: `The certificate of the API server is not accepted: ${reason ?? other}.`,
      why: 'kubectl does not know whether it talks to your cluster.',
      fix: 'Fetch the kubeconfig of the cluster again; after it was made anew, its certificates are others.',
    }),
  },
  {
    pattern: /localhost:8080 was refused|no configuration has been provided|current-context is not set/,
    problem: () => ({
      what: 'kubectl does not know of any cluster.',
      why: 'Without a kubeconfig it looks on this machine, and nothing answers there.',
      fix: 'Name a kubeconfig with --kubeconfig or KUBECONFIG; kubectl config get-contexts lists what it knows.',
    }),
  },
  {
    pattern:
      /Unable to connect to the server: ([^\n]+)|The connection to the server (\S+) was refused|(dial tcp [^\n]+|net\/http: [^\n]+|context deadline exceeded|http2: [^\n]+|unexpected EOF)/,
    problem: ([, reason, server, other]) => ({
      what: `The API server does not answer: ${server === undefined ? (reason ?? other) : `${server} refuses the connection`}.`,
      why: 'It is not running, or cannot be reached from here.',
      fix: 'Start the cluster or its VPN, then try: kubectl get --raw /readyz',
    }),
  },
];

/** More than this nobody reads, and patterns would look through it for a long time. */
const MOST_SAID = 20_000;

/** What kubectl failed with, told to the person who has to mend it. */
export class KubectlError extends InputError {
  /** The error that a text of kubectl stands for. */
  static of(text: string, choice: ClusterChoice = {}): KubectlError {
    const said = text.slice(0, MOST_SAID).trim();
    const forbidden = forbiddenIn(said);
    if (forbidden) {
      return new KubectlError(
        {
          what: `You may not ${permissionText(forbidden)}.`,
          why: `The API server refuses it to "${forbidden.user}".`,
          fix: 'Ask whoever administers the cluster for this permission, or use another context.',
        },
        text,
      );
    }
    for (const { pattern, problem } of MEANINGS) {
      const found = pattern.exec(said);
      if (found) return new KubectlError(problem(found, choice), text);
    }
    return new KubectlError(
      {
        what: said === '' ? 'kubectl failed without a word.' : said.replace(/^error: /i, ''),
        why: 'kubectl could not do what it was asked.',
        fix: 'Try it by hand: kubectl version',
      },
      text,
    );
  }

  static ofStart({ code, message }: NodeJS.ErrnoException): KubectlError {
    return new KubectlError({
      what: code === 'ENOENT' ? 'There is no kubectl.' : `kubectl cannot be started: ${message}.`,
      why: 'It is what talks to the cluster, with your contexts and logins.',
      fix: 'Install it and put it on the PATH: https://kubernetes.io/docs/tasks/tools',
    });
  }

  static ofSilence(args: readonly string[], seconds: number): KubectlError {
    return new KubectlError({
      what: `kubectl ${args[0] ?? ''} did not end within ${seconds} s.`,
      why: 'The API server is slow or does not answer, or a login program waits for somebody.',
      fix: 'Try it by hand: kubectl get --raw /readyz',
    });
  }

  /** What was asked for is JSON, and something else came. */
  static ofGarbage(args: readonly string[], text: string): KubectlError {
    const [line = ''] = text.trim().split('\n', 1);
    return new KubectlError({
      what: `kubectl ${args[0] ?? ''} printed what is not an object in JSON: ${line.slice(0, 80)}`,
      why: 'A wrapper, a plugin or something between here and the cluster answers in its place.',
      fix: `Try it by hand: kubectl ${args[0] ?? ''} --help`,
    });
  }

  static ofFlood(args: readonly string[], bytes: number): KubectlError {
    return new KubectlError({
      what: `kubectl ${args[0] ?? ''} printed more than ${bytes / 2 ** 20} MiB.`,
      why: 'So much is not kept in memory.',
      fix: 'Ask for one namespace: --namespace',
    });
  }

  private constructor(
    problem: Problem,
    /** What kubectl said. */
    readonly said = '',
  ) {
    super(problem);
  }
}
