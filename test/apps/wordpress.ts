import { Chart, Size } from 'cdk8s';
import { Capability, Cpu, EnvValue, PersistentVolumeAccessMode } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import {
  AppImage,
  EnvironmentSource,
  HealthCheck,
  IngressClass,
  PodVolume,
  ScalableWebApp,
  SecuredNamespace,
  PodSecurityLevel,
} from '../../lib';

/** WordPress: an image that wants to be root, uploads on a volume that all pods share, settings from a ConfigMap and a Secret. */
export class Wordpress extends Chart {
  constructor(scope: Construct) {
    super(scope, 'wordpress', { namespace: 'blog' });
    new SecuredNamespace(this, 'namespace', { enforce: PodSecurityLevel.BASELINE });

    const uploads = PodVolume.newClaim('uploads', {
      size: Size.gibibytes(20),
      accessModes: [PersistentVolumeAccessMode.READ_WRITE_MANY],
      storageClassName: 'efs',
    });
    const wordpress = new ScalableWebApp(this, 'wordpress', {
      image: AppImage.root('wordpress:6.7.1-apache', {
        port: 80,
        capabilities: [Capability.NET_BIND_SERVICE, Capability.SETUID, Capability.SETGID],
        reason: 'Apache binds port 80 and changes its user itself',
      }),
      cpu: { request: Cpu.millis(300) },
      memory: { request: Size.mebibytes(256), limit: Size.mebibytes(512) },
      environment: { WORDPRESS_DB_HOST: EnvValue.fromValue('mysql.databases.svc') },
      envFrom: [
        EnvironmentSource.configMap({ name: 'wordpress' }),
        EnvironmentSource.secret({ name: 'wordpress-database' }),
      ],
      volumeMounts: [uploads.at('/var/www/html/wp-content/uploads')],
      readiness: HealthCheck.http('/wp-login.php'),
    });
    wordpress.routeThrough(IngressClass.f5(), { host: 'blog.example.com', tlsSecretName: 'blog-tls' });
    wordpress.scaleOnCpu(70, { minReplicas: 2, maxReplicas: 8 });
  }
}
