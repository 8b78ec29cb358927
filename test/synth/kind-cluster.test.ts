import * as fs from 'node:fs';
import * as path from 'node:path';
import { Chart, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { AppImage, AutoscalingApp, ClusterProfile, Exposure, KindCluster, ScalableWebApp } from '../../lib';
import { messageOf } from '../support/synthesize';

function appOn(cluster: ClusterProfile, exposure = Exposure.nodePort(30009)): AutoscalingApp {
  const app = new AutoscalingApp({ cluster, outdir: Testing.app().outdir });
  new ScalableWebApp(new Chart(app, 'shop', { namespace: 'shop' }), 'podinfo', {
    image: AppImage.podinfo(),
    exposure,
  });
  return app;
}

test('the configuration has the node ports of the whole app', () => {
  const app = appOn(ClusterProfile.kind());
  new ScalableWebApp(new Chart(app, 'other', { namespace: 'other' }), 'echo', {
    image: AppImage.podinfo(),
    exposure: Exposure.nodePort(30000),
  });
  expect(KindCluster.configFor(app)).toMatchInlineSnapshot(`
   "kind: Cluster
   apiVersion: kind.x-k8s.io/v1alpha4
   nodes:
     - role: control-plane
       image: kindest/node:v1.36.1@sha256:3489c7674813ba5d8b1a9977baea8a6e553784dab7b84759d1014dbd78f7ebd5
       extraPortMappings:
         - containerPort: 30000
           hostPort: 30000
           listenAddress: 127.0.0.1
         - containerPort: 30009
           hostPort: 30009
           listenAddress: 127.0.0.1
   "
  `);
});

test('what is published can be widened to the whole network, and never is by itself', () => {
  const addressOf = (listenAddress?: string) =>
    /listenAddress: (.*)/.exec(KindCluster.configFor(appOn(ClusterProfile.kind({ listenAddress }))))?.[1];
  expect(addressOf()).toBe('127.0.0.1');
  expect(addressOf('0.0.0.0')).toBe('0.0.0.0');
});

test('the synthesis writes it to the file of the profile, ready for kind', () => {
  const folder = Testing.app().outdir;
  const configFile = path.join(folder, 'clusters', 'kind.yaml');
  const app = appOn(ClusterProfile.kind({ configFile }));
  app.synth();
  app.synth();
  const written = fs.readFileSync(configFile, 'utf8');
  expect(written.split('\n')[0]).toBe(`# kind create cluster --config ${configFile}`);
  expect(parse(written)).toEqual(parse(KindCluster.configFor(app)));
});

test('without a file nothing is written but manifests', () => {
  const app = appOn(ClusterProfile.kind());
  app.synth();
  expect(fs.readdirSync(app.outdir)).toEqual(['30-shop.k8s.yaml']);
});

test('a node port that Kubernetes chooses is a warning', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  KindCluster.configFor(appOn(ClusterProfile.kind(), Exposure.nodePort()));
  expect(write.mock.calls.flat().join('')).toMatchInlineSnapshot(`
   "warning: [shop/podinfo/service/Resource] Service "podinfo" lets Kubernetes choose its node port, so that kind cannot publish it. Choose one, such as Exposure.nodePort(30080).
   "
  `);
});

test('an app for another cluster is refused', () => {
  expect(messageOf(() => KindCluster.configFor(appOn(ClusterProfile.minikube())))).toMatchInlineSnapshot(`
   "[app] A kind configuration is asked for, and the cluster profile is "minikube".
       why: The manifests are written for another cluster than the one that it would make.
       fix: Give the app ClusterProfile.kind()."
  `);
});
