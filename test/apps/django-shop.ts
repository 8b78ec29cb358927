import { Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  AppImage,
  EnvironmentSource,
  HealthCheck,
  IngressClass,
  KedaAuthentication,
  KedaTrigger,
  RabbitMqProtocol,
  ScalableWebApp,
  ScalableWorker,
  SecuredNamespace,
} from '../../lib';

/** Django and its Celery workers: the web pods follow their CPU, the workers the queue in RabbitMQ, down to none. */
export class DjangoShop extends Chart {
  constructor(scope: Construct) {
    super(scope, 'django-shop', { namespace: 'shop' });
    new SecuredNamespace(this, 'namespace');

    const release = 'ghcr.io/acme/shop:2024.11.3';
    const settings = {
      cpu: { request: Cpu.millis(300) },
      memory: { request: Size.mebibytes(384), limit: Size.mebibytes(512) },
      envFrom: [EnvironmentSource.secret({ name: 'shop' })],
    };

    const web = new ScalableWebApp(this, 'web', {
      ...settings,
      image: AppImage.of(release, { port: 8000, uid: 10001, writablePaths: ['/tmp'] }),
      readiness: HealthCheck.http('/ready'),
      initContainers: [
        {
          name: 'migrate',
          image: AppImage.of(release, { uid: 10001, args: ['python', 'manage.py', 'migrate'] }),
          envFrom: settings.envFrom,
        },
      ],
    });
    web.routeThrough(IngressClass.f5(), { host: 'shop.example.com', tlsSecretName: 'shop-tls' });
    web.scaleOnCpu(60, { minReplicas: 2, maxReplicas: 10 });

    const celery = new ScalableWorker(this, 'celery', {
      ...settings,
      image: AppImage.of(release, { uid: 10001, args: ['celery', '-A', 'shop', 'worker'], writablePaths: ['/tmp'] }),
      longestTask: Duration.minutes(5),
    });
    celery.scaleOnQueue(
      KedaTrigger.rabbitMq({
        queueName: 'celery',
        value: 20,
        protocol: RabbitMqProtocol.AMQP,
        authentication: KedaAuthentication.secrets({ host: { name: 'rabbitmq', key: 'url' } }),
      }),
      { minReplicas: 0, maxReplicas: 30 },
    );
  }
}
