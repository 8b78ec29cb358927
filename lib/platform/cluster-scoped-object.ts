import { ApiObject, JsonPatch, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';

/** An object that belongs to no namespace, whatever namespace its chart has. */
export class ClusterScopedObject extends ApiObject {
  constructor(scope: Construct, id: string, props: ApiObjectProps) {
    super(scope, id, props);
    this.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
}
