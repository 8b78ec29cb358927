import { type ApiObject } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { type CheckedObject, type Manifest } from '../checks';
import { IsolatedPods } from './isolation/isolated-pods';
import { objectsInOrder } from './objects-in-order';
import { stageOf } from './stage';

/** An object of the app with the manifest that it renders to. */
export interface RenderedObject extends CheckedObject {
  readonly apiObject: ApiObject;
}

/** All objects of an app, each after what it depends on, else in order of creation; with the NetworkPolicies of what is isolated. */
export function renderObjects(root: IConstruct): RenderedObject[] {
  const isolated = IsolatedPods.of(root);
  isolated.addPolicies();
  const objects = objectsInOrder(root);
  const manifests = new Map(
    objects.filter((object) => !isolated.isPolicy(object)).map((object) => [object, object.toJson() as Manifest]),
  );
  isolated.plan(manifests);
  return objects.map((apiObject) => ({
    apiObject,
    origin: apiObject.node.path,
    stage: Number(stageOf(apiObject)),
    manifest: manifests.get(apiObject) ?? (apiObject.toJson() as Manifest),
  }));
}
