import { verdictOf, wayOut, type Verdict } from '../../../lib/command/apply/verdict';

test.each<[Verdict, string]>([
  ['later', 'Internal error occurred: failed calling webhook "x.keda.sh": no endpoints available for service "keda"'],
  ['later', 'resource mapping not found for name: "web" namespace: "shop": no matches for kind "ScaledObject"'],
  ['later', 'namespaces "shop" not found'],
  ['later', 'the server could not find the requested resource'],
  ['later', 'the server is currently unable to handle the request'],
  ['later', 'unable to create new content in namespace shop because it is being terminated'],
  ['later', 'The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?'],
  ['later', 'etcdserver: request timed out'],
  ['later', 'Timeout: request did not complete within requested timeout - context deadline exceeded'],
  [
    'later',
    'Get "https://10.0.0.1:6443/api": net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
  ],
  ['conflict', 'Operation cannot be fulfilled on deployments.apps "web": the object has been modified'],
  ['conflict', 'configmaps "settings" already exists'],
  ['untestable', 'admission webhook "x" does not support dry run'],
  ['refused', 'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1'],
  ['refused', 'pods "x" is forbidden: exceeded quota: small'],
])('%s: %s', (verdict, message) => {
  expect(verdictOf(message)).toBe(verdict);
});

test.each<[RegExp, string]>([
  [/pods behind the webhook/, 'failed calling webhook "x": refused'],
  [/^Delete the object/, 'spec.selector: Invalid value: field is immutable'],
  [/^Delete the object/, 'StatefulSet.apps "db" is invalid: updates to statefulset spec for fields other than'],
  [/^Ask for this permission/, 'deployments.apps is forbidden: User "eve" cannot patch resource "deployments"'],
  [/^Raise the ResourceQuota/, 'pods "x" is forbidden: exceeded quota: small'],
  [/Pod Security Standard/, 'pods "x" is forbidden: violates PodSecurity "restricted:latest"'],
  [/^Another field manager .* --adopt\.$/, 'Apply failed with 2 conflicts: conflicts with "kubectl-scale"'],
  [/^Remove the field/, 'strict decoding error: unknown field "spec.replica"'],
  [
    /^Wait until the namespace is gone; kubectl get namespace shop /,
    'unable to create new content in namespace shop because it is being terminated',
  ],
  [/^Install what defines this kind/, 'no matches for kind "ScaledObject" in version "keda.sh/v1alpha1"'],
  [/^Create the namespace/, 'namespaces "shop" not found'],
  [/^Bring the API server back/, 'dial tcp 10.0.0.1:6443: connect: connection refused'],
  [/^Wait until the cluster can take it/, 'etcdserver: request timed out'],
  [/^Apply again/, 'Operation cannot be fulfilled on configmaps "a": the object has been modified'],
  [/^Correct the manifest/, 'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1'],
])('the way out is %s', (fix, message) => {
  expect(wayOut(message)).toMatch(fix);
});
