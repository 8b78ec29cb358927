import * as fs from 'node:fs';
import * as path from 'node:path';
import { App } from 'cdk8s';
import { replaceFile } from '../files';
import { ClusterProfile, Instructions, checkProps } from '../platform';
import { ConstructError, problemText } from '../validation';
import { AppChecks } from './app-checks';
import { type AutoscalingAppProps } from './autoscaling-app-props';
import { ClustersFile } from './clusters-file';
import { KindCluster } from './kind-cluster';
import { ruleOptions } from './rule-options';
import { writeConstructMetadata } from './construct-metadata';
import { STAGED_CHARTS, manifestFiles, sharedFileNames, type ManifestFiles } from './manifest-files';
import { isInside, outputFolders, type OutputFolders } from './output-folders';
import { OneWriter } from './one-writer';
import { type PlannedSynthesis } from './planned-synthesis';
import { renderObjects, type RenderedObject } from './rendered-object';
import { SynthesisError } from './synthesis-error';
import { Warnings } from './warnings';
import { planManifests, type PlannedManifests } from './write-manifests';

/** What an error names before the app is there. */
const THE_APP = { node: { path: 'app' } };

/**
 * A cdk8s App that checks all objects together, then writes one file per stage and chart: `00-…` what must exist first, `10-…` controllers,
 * `20-…` their custom resources, `30-…` apps and autoscalers, `40-…` load. On a mistake it writes nothing and leaves the former files alone.
 */
export class AutoscalingApp extends App {
  /** The cluster that the manifests are for. */
  public readonly cluster: ClusterProfile;
  private readonly folders: OutputFolders;
  private readonly metadata?: boolean;
  private readonly recordsCluster: boolean;

  constructor(props: AutoscalingAppProps = {}) {
    checkProps(THE_APP, 'AutoscalingApp', props);
    const { outputFileExtension = STAGED_CHARTS.extension } = props;
    refuseExtension(outputFileExtension);
    const folders = outputFolders(props.outdir, props.staging);
    super({
      outdir: folders.written[0],
      outputFileExtension,
      yamlOutputType: props.yamlOutputType ?? STAGED_CHARTS.output,
      resolvers: props.resolvers,
      recordConstructMetadata: props.recordConstructMetadata,
    });
    this.folders = folders;
    this.metadata = props.recordConstructMetadata;
    this.recordsCluster = props.recordCluster ?? true;
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
    const { mistakes, manifests, write } = this.plan();
    if (mistakes.length > 0) throw new SynthesisError(mistakes);
    write();
    const { published, asked } = this.folders;
    if (asked !== undefined && !isInside(published, asked)) {
      process.stderr.write(`${manifests} ${manifests === 1 ? 'manifest' : 'manifests'} in ${published}/\n`);
    }
    ClustersFile.record([this]);
  }

  /**
   * Checks everything, then gives all manifests as one YAML stream, in the order of their stages.
   *
   * @throws {SynthesisError} with every mistake.
   */
  public override synthYaml(): string {
    const rendered = renderObjects(this);
    const mistakes = this.mistakesIn(rendered);
    if (mistakes.length > 0) throw new SynthesisError(mistakes);
    const files = [...manifestFiles(rendered)].sort(([a], [b]) => (a < b ? -1 : 1));
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

  /**
   * The folder that people apply, and what the commands should know of its cluster.
   * @internal
   */
  public get recordedFolder(): string | undefined {
    return this.recordsCluster ? this.folders.published : undefined;
  }

  /**
   * The folder that people apply.
   * @internal
   */
  public get published(): string {
    return this.folders.published;
  }

  /**
   * Checks everything and looks at the folders; writes nothing yet.
   * @internal
   */
  public plan(): PlannedSynthesis {
    const rendered = renderObjects(this);
    const mistakes = this.mistakesIn(rendered);
    if (mistakes.length > 0) return { mistakes, manifests: 0, write: () => undefined };
    const files = manifestFiles(rendered, { output: this.yamlOutputType, extension: this.outputFileExtension });
    const planned = this.folders.written.map((folder) => ({
      folder,
      ...planManifests(folder, files, this.outputFileExtension),
    }));
    const problems = planned.flatMap(({ folder, problem }) => problem ?? OneWriter.problem(folder, this, files) ?? []);
    return {
      mistakes: problems.map(problemText),
      manifests: files.size,
      write: () => {
        for (const each of planned) this.writeFolder(each.folder, each, files);
        this.writeKindConfig(rendered);
        this.writeMetadata(rendered);
      },
    };
  }

  private writeFolder(folder: string, { others, write }: PlannedManifests, files: ManifestFiles): void {
    write();
    OneWriter.note(folder, this, files);
    if (others.length === 0) return;
    Warnings.of(this).add(
      `${folder} also holds ${others.join(', ')}, which this app did not write: kubectl apply -f ${folder} applies what is in there, too.`,
    );
  }

  private writeKindConfig(rendered: readonly RenderedObject[]): void {
    const file = this.cluster.kindOptions?.configFile;
    if (file === undefined) return;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    replaceFile(file, `# kind create cluster --config ${file}\n${KindCluster.configOf(this, rendered)}`);
  }

  /** `cdk8s synth` looks for it beside the manifests, where kubectl apply -f stumbles over it: in what is applied only if it is asked for. */
  private writeMetadata(rendered: readonly RenderedObject[]): void {
    const isStaged = this.folders.written.length > 1;
    const isAsked = process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
    if (this.metadata ?? (isStaged && isAsked)) writeConstructMetadata(this.outdir, rendered);
  }

  private mistakesIn(rendered: readonly RenderedObject[]): string[] {
    const mistakes = AppChecks.attach(this).withRendered(rendered, () =>
      this.node
        .findAll()
        .flatMap(({ node }) => node.validate().map((mistake) => (node.path ? `[${node.path}] ${mistake}` : mistake))),
    );
    const layout = { output: this.yamlOutputType, extension: this.outputFileExtension };
    return [...mistakes, ...sharedFileNames(rendered, layout)];
  }
}

/** What kubectl would not read. */
function refuseExtension(extension: string): void {
  if (/^\.(?:[\w-]+\.)*ya?ml$/.test(extension)) return;
  throw new ConstructError(THE_APP, {
    what: `The manifests are to end in "${extension}".`,
    why: 'kubectl apply -f reads files that end in .yaml or .yml, and passes over others without a word.',
    fix: "Let outputFileExtension end in one of them, such as '.k8s.yaml' or '.yaml'.",
  });
}
