import * as fs from 'node:fs';
import * as path from 'node:path';
import { App } from 'cdk8s';
import { replaceFile } from '../files';
import { ClusterProfile, Instructions, checkProps } from '../platform';
import { AppChecks } from './app-checks';
import { KindCluster } from './kind-cluster';
import { ruleOptions, type RuleOptions } from './rule-options';
import { writeConstructMetadata } from './construct-metadata';
import { manifestFiles, sharedFileNames } from './manifest-files';
import { renderObjects, type RenderedObject } from './rendered-object';
import { SynthesisError } from './synthesis-error';
import { Warnings } from './warnings';
import { writeManifests } from './write-manifests';

/** Props of `AutoscalingApp`. */
export interface AutoscalingAppProps {
  /**
   * The cluster that the manifests are for.
   * @default ClusterProfile.generic()
   */
  readonly cluster?: ClusterProfile;
  /**
   * The folder for the manifests.
   * @default the one that `cdk8s synth` asks for, else 'dist'
   */
  readonly outdir?: string;
  /**
   * The folder that cdk8s.yaml has as `output`, if it is not `outdir`.
   *
   * `cdk8s synth` empties its output folder before it starts the app, so a mistake leaves nothing to apply. With another folder
   * here, `outdir` is replaced by a synthesis that succeeded, and by nothing else.
   * @default none: `cdk8s synth` writes where it says
   */
  readonly staging?: string;
  /**
   * What the rules should know beyond the cluster profile, and which of them should be silent.
   * @default every rule with its own severity
   */
  readonly rules?: RuleOptions;
}

/** What an error names before the app is there. */
const THE_APP = { node: { path: 'app' } };

/**
 * A cdk8s App that checks all objects together, then writes one file per stage and chart: `00-…` what must exist first, `10-…` controllers,
 * `20-…` their custom resources, `30-…` apps and autoscalers, `40-…` load. On a mistake it writes nothing and leaves the former files alone.
 */
export class AutoscalingApp extends App {
  /** The cluster that the manifests are for. */
  public readonly cluster: ClusterProfile;
  private readonly folders: readonly string[];

  constructor(props: AutoscalingAppProps = {}) {
    checkProps(THE_APP, 'AutoscalingApp', props);
    const asked = process.env.CDK8S_OUTDIR;
    const outdir = props.outdir ?? 'dist';
    const folder = asked ?? outdir;
    super({ outdir: folder });
    const staged = props.staging !== undefined && path.resolve(folder) === path.resolve(props.staging);
    this.folders = staged ? [folder, outdir] : [folder];
    this.cluster = props.cluster ?? ClusterProfile.generic();
    this.cluster.applyTo(this);
    AppChecks.attach(this).options = ruleOptions(this, props.rules ?? {});
  }

  /**
   * Checks everything, then writes the manifests, and the kind configuration if the cluster profile has a file for it.
   *
   * @throws {SynthesisError} with every mistake, before anything is written.
   */
  public override synth(): void {
    const rendered = this.checked();
    const files = manifestFiles(rendered);
    for (const folder of this.folders) {
      const others = writeManifests(folder, files);
      if (others.length === 0) continue;
      Warnings.of(this).add(
        `${folder} also holds ${others.join(', ')}, which this app did not write: kubectl apply -f ${folder} applies what is in there, too.`,
      );
    }
    this.writeKindConfig(rendered);
    const [folder, published] = this.folders;
    if (published !== undefined) {
      // `cdk8s synth` looks for it beside the manifests, where kubectl apply -f would stumble over it: never in what is published.
      if (process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true' && folder !== undefined) {
        writeConstructMetadata(folder, rendered);
      }
      process.stderr.write(`${files.size} ${files.size === 1 ? 'manifest' : 'manifests'} in ${published}/\n`);
    }
  }

  /**
   * Checks everything, then gives all manifests as one YAML stream, in the order of their stages.
   *
   * @throws {SynthesisError} with every mistake.
   */
  public override synthYaml(): string {
    const files = [...manifestFiles(this.checked())].sort(([a], [b]) => (a < b ? -1 : 1));
    return files.map(([, content]) => content).join('---\n');
  }

  /** What there is to type, chart by chart: addresses, requests, commands. Made from the objects, and for the kind of cluster that they are for. */
  public instructions(): string {
    return this.charts
      .map((chart) => ({ id: chart.node.path, text: Instructions.of(this).textBelow(chart) }))
      .filter(({ text }) => text !== '')
      .map(({ id, text }) => `${id}\n\n${text}`)
      .join('\n');
  }

  private writeKindConfig(rendered: readonly RenderedObject[]): void {
    const file = this.cluster.kindOptions?.configFile;
    if (file === undefined) return;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    replaceFile(file, `# kind create cluster --config ${file}\n${KindCluster.configOf(this, rendered)}`);
  }

  private checked(): RenderedObject[] {
    const rendered = renderObjects(this);
    const mistakes = AppChecks.attach(this).withRendered(rendered, () =>
      this.node
        .findAll()
        .flatMap(({ node }) => node.validate().map((mistake) => (node.path ? `[${node.path}] ${mistake}` : mistake))),
    );
    mistakes.push(...sharedFileNames(rendered));
    if (mistakes.length > 0) throw new SynthesisError(mistakes);
    return rendered;
  }
}
