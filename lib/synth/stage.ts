import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';

const CONTEXT = 'cdk8s-autoscaling/stage';

/** The order in which manifests are applied: the number in front of a file's name. */
export enum Stage {
  /** Custom resource definitions and namespaces: what must exist before anything else is accepted. */
  SETUP = '00',
  /** Controllers and metrics pipelines. */
  CONTROLLERS = '10',
  /** Custom resources that a controller's webhook must accept. */
  CONFIGURATION = '20',
  /** Applications and their autoscalers: the stage of everything that names none. */
  APPS = '30',
  /** Load generators. */
  LOAD = '40',
}

const SETUP_KINDS = ['CustomResourceDefinition', 'Namespace'];

/** Puts all objects below a construct into a stage. Call it before adding children. */
export function assignStage(scope: Construct, stage: Stage): void {
  scope.node.setContext(CONTEXT, stage);
}

/** The stage of an object: by its kind, else the one that was assigned to its nearest construct. */
export function stageOf(object: ApiObject): Stage {
  if (SETUP_KINDS.includes(object.kind)) return Stage.SETUP;
  return (object.node.tryGetContext(CONTEXT) as Stage | undefined) ?? Stage.APPS;
}
