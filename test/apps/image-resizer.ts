import { Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  AppImage,
  KedaAuthentication,
  KedaTrigger,
  PodIdentity,
  PodServiceAccount,
  ScalableWorker,
  SecuredNamespace,
} from '../../lib';

/** Resizes images from a queue of SQS: with a role of AWS, on spot nodes, from a private registry, and behind everything that is more urgent. */
export class ImageResizer extends Chart {
  constructor(scope: Construct) {
    super(scope, 'image-resizer', { namespace: 'images' });
    new SecuredNamespace(this, 'namespace');

    const resizer = new ScalableWorker(this, 'resizer', {
      image: AppImage.of('111122223333.dkr.ecr.eu-west-1.amazonaws.com/resizer:2.3.0', {
        uid: 10001,
        writablePaths: ['/tmp'],
      }),
      cpu: { request: Cpu.units(1) },
      memory: { request: Size.gibibytes(1), limit: Size.gibibytes(1) },
      longestTask: Duration.minutes(2),
      serviceAccount: PodServiceAccount.withAwsRole('arn:aws:iam::111122223333:role/resizer'),
      imagePullSecrets: ['ecr'],
      priorityClassName: 'batch',
      nodeSelector: { 'karpenter.sh/capacity-type': 'spot' },
      tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule' }],
    });
    resizer.scaleOnQueue(
      KedaTrigger.sqs({
        queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/images',
        awsRegion: 'eu-west-1',
        queueLength: 20,
        authentication: KedaAuthentication.podIdentity(PodIdentity.awsOfWorkload()),
      }),
      { minReplicas: 0, maxReplicas: 40 },
    );
  }
}
