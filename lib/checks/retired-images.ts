import { rememberedText } from '../validation';
import { type Severity } from './finding';

/** An image whose project has ended, or moved. */
export interface RetiredImage {
  /** Part of the reference that tells it. */
  readonly contains: readonly string[];
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly severity?: Severity;
}

/** Whether rule R25 knows an image as retired, whatever registry it is in. */
export function isRetiredImage(reference: string): boolean {
  return RETIRED_IMAGES.some(({ contains }) => contains.some((part) => reference.includes(part)));
}

/** Images of components that should not be installed any more. */
const RETIRED_IMAGES: readonly RetiredImage[] = [
  {
    contains: ['ingress-nginx/controller', 'nginx-ingress-controller/nginx-ingress-controller'],
    what: 'runs ingress-nginx, which was retired in March 2026',
    why: 'Its repositories are read-only: there are no more fixes, also of security holes.',
    fix: 'Move to the Gateway API, or to an ingress controller that is maintained, such as F5 NGINX.',
  },
  {
    contains: ['prometheus-adapter/prometheus-adapter', 'directxman12/k8s-prometheus-adapter'],
    what: 'runs prometheus-adapter, which is being deprecated in favour of KEDA',
    why: 'New releases are not planned; the metrics APIs go on without it.',
    fix: 'Write each rule as a prometheus trigger of a KEDA ScaledObject.',
  },
  {
    contains: ['heapster'],
    what: 'runs heapster, which ended in 2018',
    why: 'No HPA since Kubernetes 1.12 reads its metrics: TARGETS stays <unknown>.',
    fix: 'Install metrics-server for autoscaling and Prometheus for dashboards.',
    severity: 'error',
  },
  {
    contains: ['k8s.gcr.io/'],
    what: 'is pulled from k8s.gcr.io, which was frozen in April 2023',
    why: 'It gets no new images, and what redirects it may end.',
    fix: 'Pull from registry.k8s.io.',
  },
  {
    contains: ['radial/busyboxplus'],
    what: 'is in the image format "schema 1"',
    why: 'containerd 2.1 and Docker 27 no longer pull it: ErrImagePull.',
    fix: 'Use docker.io/curlimages/curl with a pinned version.',
    severity: 'error',
  },
];

/** What of them is in the reference of an image. */
export const retiredImagesIn = rememberedText((image) =>
  RETIRED_IMAGES.filter(({ contains }) => contains.some((part) => image.includes(part))),
);
