import { ApiObject } from 'cdk8s';
import { type IConstruct } from 'constructs';

/** All objects below a construct, each after what it depends on, else in order of creation: linear in constructs and dependencies. */
export function objectsInOrder(root: IConstruct): ApiObject[] {
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
