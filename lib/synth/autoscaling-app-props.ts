import { type IResolver, type YamlOutputType } from 'cdk8s';
import { type ClusterProfile } from '../platform';
import { type RuleOptions } from './rule-options';

/** What a program may say of each of its apps. */
export interface AutoscalingAppOptions {
  /**
   * The cluster that the manifests are for.
   * @default ClusterProfile.generic()
   */
  readonly cluster?: ClusterProfile;
  /**
   * What the rules should know beyond the cluster profile, and which of them should be silent.
   * @default every rule with its own severity
   */
  readonly rules?: RuleOptions;
  /**
   * How the objects are divided into files. A stage is in front of each name but that of FILE_PER_APP, where stages follow each other in the file;
   * FILE_PER_CHART writes a file for each stage of a chart.
   * @default YamlOutputType.FILE_PER_CHART
   */
  readonly yamlOutputType?: YamlOutputType;
  /**
   * What the names of the files end in: `.yaml` or `.yml`, with anything before it.
   * @default '.k8s.yaml'
   */
  readonly outputFileExtension?: string;
  /**
   * Whether construct-metadata.json beside the manifests has the path of the construct of each object, for the validations of `cdk8s synth`.
   * It is written where cdk8s looks for it: into `staging` if that is what `cdk8s synth` asks for, else into `outdir`.
   * @default whether `cdk8s synth` asks for it and there is a staging folder
   */
  readonly recordConstructMetadata?: boolean;
  /**
   * What replaces values of the manifests while they are written, before cdk8s' own resolvers.
   * @default none
   */
  readonly resolvers?: IResolver[];
  /**
   * Whether cdk8s-autoscaling.clusters.yaml in the working directory says what cluster the manifests are for, so that the commands `check` and
   * `predict` know it. It is never written for a folder outside of the working directory.
   * @default true
   */
  readonly recordCluster?: boolean;
}

/** Props of `AutoscalingApp`. */
export interface AutoscalingAppProps extends AutoscalingAppOptions {
  /**
   * The folder for the manifests.
   * @default the one that `cdk8s synth` asks for, else 'dist'
   */
  readonly outdir?: string;
  /**
   * The folder that cdk8s.yaml has as `output`, or one in it, if it is not `outdir`.
   *
   * `cdk8s synth` empties its output folder before it starts the app, so a mistake leaves nothing to apply. With another folder
   * here, `outdir` is replaced by a synthesis that succeeded, and by nothing else.
   * @default none: `cdk8s synth` writes where it says
   */
  readonly staging?: string;
}
