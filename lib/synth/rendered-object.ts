import { ApiObject } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { type CheckedObject, type Manifest } from '../checks';
import { stageOf } from './stage';

/** An object of the app with the manifest that it renders to. */
export interface RenderedObject extends CheckedObject {
  readonly apiObject: ApiObject;
}

/** All objects below a construct, each after what it depends on, else in order of creation. */
export function renderObjects(root: IConstruct): RenderedObject[] {
  return objectsInOrder(root).map((apiObject) => ({
    apiObject,
    origin: apiObject.node.path,
    stage: Number(stageOf(apiObject)),
    manifest: apiObject.toJson() as Manifest,
  }));
}

/** Visits each construct once, its dependencies first: linear in constructs and dependencies. */
function objectsInOrder(root: IConstruct): ApiObject[] {
  const visited = new Set<IConstruct>();
  const ordered: ApiObject[] = [];
  const visitDependencies = (construct: IConstruct): void => {
    for (const dependency of construct.node.dependencies) {
      for (const scope of dependency.node.scopes.slice(0, -1)) if (!visited.has(scope)) visitDependencies(scope);
      visit(dependency);
    }
  };
  const visit = (construct: IConstruct): void => {
    if (visited.has(construct)) return;
    visited.add(construct);
    visitDependencies(construct);
    if (ApiObject.isApiObject(construct)) ordered.push(construct);
    construct.node.children.forEach(visit);
  };
  visit(root);
  return ordered;
}
