/**
 * What the tags of `versions.ts` stood for, as the registries gave it: the digest of the index of all platforms. `npm run images` asks the registries
 * again, tells what differs, and writes this table with `--write`.
 *
 * So far no digest of this table comes from a registry that was asked for it: each is the one that at least three public repositories, which pin the
 * image, agree on. An image on which they do not is not in it.
 */
export const IMAGE_DIGESTS: { readonly [image: string]: string } = {
  'docker.io/curlimages/curl:8.16.0': 'sha256:463eaf6072688fe96ac64fa623fe73e1dbe25d8ad6c34404a669ad3ce1f104b6',
  'docker.io/grafana/grafana:13.2.0': 'sha256:3fd54ae1214669f8355f065ec9f6445d5279a3d77095ab048ca045685272429b',
  'docker.io/nginxinc/nginx-unprivileged:1.29.4-alpine3.23':
    'sha256:a6c4f61f456b85b8fdf7ec7ab28cc3e299440e6fb4a9dea520e5fd8fd440025e',
  'quay.io/metallb/controller:v0.16.1': 'sha256:f51ab515de9ccd20dc3dccb093e48df8adddac019326c456f449e55ba91b6420',
  'quay.io/metallb/speaker:v0.16.1': 'sha256:16561e96531e1852d5c229ad7fae6e994dcfa983ff7f4de6b6208b34a4e2ddbc',
  'quay.io/prometheus-operator/prometheus-config-reloader:v0.93.1':
    'sha256:428f088fe6fe07ab138bda92113664b04848a1dc408e4d3680a60ecdb55d1a65',
  'quay.io/prometheus-operator/prometheus-operator:v0.93.1':
    'sha256:e52bb28fd41c98dd407c7a8cba8bdcfe7eabd7447e250afaf1fe7bb816dedbff',
  'quay.io/prometheus/alertmanager:v0.34.0': 'sha256:690c7b525f4367aa91f73e2f91c632206d32e97c6384bdbf2fb7a861b420340d',
  'quay.io/prometheus/node-exporter:v1.12.1': 'sha256:1b4e4438faca4dd7e001dd445d161a4a2091b0fededa84093b3a8dfeae1f1be0',
  'quay.io/prometheus/prometheus:v3.14.0': 'sha256:5ce7540c3c00ef4ab0c9d2c995c6a5b9c421f44b4a115d97a2c7af3b1c21cbb0',
  'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0':
    'sha256:42cfe3723a5f058171c627537fb57a3ea0f26e4380fa18555a95cb1a1b4cfc5b',
  'registry.k8s.io/metrics-server/metrics-server:v0.9.0':
    'sha256:d9862115e7c7881280d3d75ca26bda8ffc0fc213315979575bf23ce9826205c0',
};
