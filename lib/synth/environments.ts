import * as path from 'node:path';
import { checkProps } from '../platform';
import { ConstructError, dnsLabelProblem, nameError, refuse } from '../validation';
import { AutoscalingApp } from './autoscaling-app';
import { type AutoscalingAppOptions } from './autoscaling-app-props';
import { ClustersFile } from './clusters-file';
import { leftEnvironments } from './left-environments';
import { placeOf } from './one-writer';
import { outputFolders } from './output-folders';
import { SynthesisError } from './synthesis-error';
import { Warnings } from './warnings';

/** Props of `Environments`. */
export interface EnvironmentsProps {
  /**
   * The folder that has a folder for each environment.
   * @default the one that `cdk8s synth` asks for, else 'dist'
   */
  readonly outdir?: string;
  /**
   * The folder that cdk8s.yaml has as `output`, if it is not `outdir`: the folders in `outdir` are then replaced by a synthesis that succeeded, and by
   * nothing else.
   * @default none: `cdk8s synth` writes where it says
   */
  readonly staging?: string;
}

/** What an environment may have for itself. */
export interface EnvironmentOptions extends AutoscalingAppOptions {
  /**
   * Its folder in `outdir`; several parts are written with `/`.
   * @default its name
   */
  readonly folder?: string;
}

const ENVIRONMENTS = { node: { path: 'environments' } };

/**
 * One program for several environments: an `AutoscalingApp` and a folder for each, on a cluster of its own. What differs between them is what their
 * charts are given. All are checked before anything is written, so that a mistake in one of them leaves every folder as it was.
 */
export class Environments {
  private readonly added = new Map<string, AutoscalingApp>();
  private readonly outdir: string;
  private readonly staging?: string;

  constructor(props: EnvironmentsProps = {}) {
    checkProps(ENVIRONMENTS, 'Environments', props);
    this.outdir = outputFolders(props.outdir, props.staging).published;
    this.staging = props.staging;
  }

  /**
   * Adds an environment: an app to put charts into.
   *
   * @param name such as `dev` or `prod-eu`; the name of its folder, too
   * @throws if another environment has this name or writes the same folder, or a name cannot be that of a folder.
   */
  public add(name: string, options: EnvironmentOptions = {}): AutoscalingApp {
    const { folder = name, ...rest } = options;
    const location = { node: { path: name } };
    refuse(
      location,
      nameError('The environment', name, dnsLabelProblem(name)),
      ...folder
        .split('/')
        .map((part) => nameError('A part of the folder of the environment', part, folderProblem(part))),
    );
    if (this.added.has(name)) {
      throw new ConstructError(location, {
        what: `Two environments are called "${name}".`,
        why: 'Each writes the folder of its name, and one would replace the other.',
        fix: 'Give one of them another name.',
      });
    }
    const outdir = path.join(this.outdir, folder);
    this.refuseSharedFolder(name, outdir);
    this.refuseSharedKindFile(name, options);
    const app = new AutoscalingApp({ ...rest, outdir, staging: this.staging && path.join(this.staging, folder) });
    this.added.set(name, app);
    return app;
  }

  /** The apps of the environments, in the order in which they were added. */
  public get apps(): AutoscalingApp[] {
    return [...this.added.values()];
  }

  /**
   * Checks every environment for itself, then writes all of them, and lists them on the standard error output.
   *
   * @throws {SynthesisError} with every mistake of each environment, before anything is written.
   */
  public synth(): void {
    const planned = [...this.added].map(([name, app]) => ({ name, app, ...app.plan() }));
    const mistakes = planned.flatMap(({ name, mistakes: found }) => found.map((mistake) => `${name}: ${mistake}`));
    if (mistakes.length > 0) throw new SynthesisError(mistakes);
    for (const { write } of planned) write();
    process.stderr.write(listing(planned));
    ClustersFile.record(this.apps);
    const [first] = this.apps;
    if (first) for (const left of leftEnvironments(this.outdir, this.apps)) Warnings.of(first).add(left);
  }

  private refuseSharedFolder(name: string, outdir: string): void {
    for (const [other, app] of this.added) {
      if (placeOf(app.published).toLowerCase() !== placeOf(outdir).toLowerCase()) continue;
      throw new ConstructError(
        { node: { path: name } },
        {
          what: `The environments "${other}" and "${name}" would both write the folder ${outdir}.`,
          why: 'Only the manifests of the one that is written last would be left.',
          fix: 'Give one of them another folder.',
        },
      );
    }
  }

  private refuseSharedKindFile(name: string, { cluster }: EnvironmentOptions): void {
    const file = cluster?.kindOptions?.configFile;
    if (file === undefined) return;
    for (const [other, app] of this.added) {
      const known = app.cluster.kindOptions?.configFile;
      if (known === undefined || path.resolve(known) !== path.resolve(file)) continue;
      throw new ConstructError(
        { node: { path: name } },
        {
          what: `The environments "${other}" and "${name}" would both write the kind configuration ${file}.`,
          why: 'Only the node ports of the one that is written last would be published.',
          fix: 'Give one of the cluster profiles another configFile.',
        },
      );
    }
  }
}

/** Why a part of a path is not a folder of its own everywhere. */
function folderProblem(part: string): string | undefined {
  return /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/.test(part)
    ? undefined
    : 'must be lower-case letters, digits, "-", "_" and "." between letters or digits';
}

function listing(environments: readonly { name: string; app: AutoscalingApp; manifests: number }[]): string {
  const rows = environments.map(({ name, app, manifests }) => [
    name,
    `${manifests} ${manifests === 1 ? 'manifest' : 'manifests'}`,
    `${app.published}/`,
    `${app.cluster.name}, Kubernetes ${app.cluster.kubernetes}`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => `${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}\n`).join('');
}
