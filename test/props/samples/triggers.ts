import { Duration } from 'cdk8s';
import { Job } from 'cdk8s-plus-28';
import { type Library, type Sample } from '../sample';

const secret = { name: 'credentials', key: 'value' };

/** What every trigger takes. */
function common(lib: Library, triggerName: string) {
  const authentication = lib.KedaAuthentication.clusterTriggerAuthentication('shared');
  return { authentication, metricType: lib.KedaMetricType.AVERAGE_VALUE, cached: true, triggerName };
}

export const TRIGGER_SAMPLES: readonly Sample[] = [
  {
    name: 'triggers on queues',
    build: (lib, chart) => {
      new lib.KedaStack(chart, 'keda');
      const target = lib.ScaleTarget.of({ name: 'worker' });
      const aws = lib.KedaAuthentication.podIdentity(
        lib.PodIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/queues', externalId: 'shop' }),
      );
      const azure = lib.KedaAuthentication.podIdentity(
        lib.PodIdentity.azureWorkload({
          identityId: 'c0ffee',
          identityTenantId: 'tenant',
          identityAuthorityHost: 'https://login.microsoftonline.us/',
        }),
      );
      const redis = {
        address: 'redis.shop.svc:6379',
        passwordFromEnv: 'REDIS_PASSWORD',
        usernameFromEnv: 'REDIS_USER',
        topology: lib.RedisTopology.SENTINEL,
        sentinelMaster: 'mymaster',
        databaseIndex: 1,
        enableTls: true,
        unsafeSsl: true,
      };
      new lib.KedaScaler(chart, 'scaler', {
        target,
        maxReplicas: 9,
        triggers: [
          lib.KedaTrigger.rabbitMq({
            ...common(lib, 'rabbit'),
            queueName: 'orders',
            mode: lib.RabbitMqMode.MESSAGE_RATE,
            value: 10,
            activationValue: 1,
            host: 'http://rabbitmq.shop.svc:15672/',
            protocol: lib.RabbitMqProtocol.HTTP,
            vhostName: 'shop',
            usernameFromEnv: 'RABBITMQ_USER',
            passwordFromEnv: 'RABBITMQ_PASSWORD',
            useRegex: true,
            excludeUnacknowledged: true,
            operation: lib.RabbitMqOperation.MAXIMUM,
            pageSize: 50,
            timeout: Duration.seconds(2),
            unsafeSsl: true,
          }),
          lib.KedaTrigger.rabbitMq({ queueName: 'mails', hostFromEnv: 'RABBITMQ_URL' }),
          lib.KedaTrigger.kafka({
            ...common(lib, 'kafka'),
            bootstrapServers: ['kafka.shop.svc:9092'],
            consumerGroup: 'orders',
            topic: 'orders',
            lagThreshold: 20,
            activationLagThreshold: 1,
            offsetResetPolicy: lib.KafkaOffsetReset.EARLIEST,
            allowIdleConsumers: true,
            ensureEvenDistributionOfPartitions: true,
            excludePersistentLag: true,
            scaleToZeroOnInvalidOffset: true,
            partitionLimitation: '1,2',
            version: '3.6.0',
            tls: true,
            unsafeSsl: true,
            sasl: lib.KafkaSasl.SCRAM_SHA512,
            authentication: lib.KedaAuthentication.secrets({ username: secret, password: secret }),
          }),
          lib.KedaTrigger.kafka({
            bootstrapServersFromEnv: 'KAFKA',
            consumerGroup: 'mails',
            topic: 'mails',
            limitToPartitionsWithLag: true,
            sasl: lib.KafkaSasl.OAUTHBEARER,
            saslTokenProvider: lib.KafkaTokenProvider.AWS_MSK_IAM,
            awsRegion: 'eu-central-1',
            authentication: aws,
          }),
          lib.KedaTrigger.redisList({
            ...redis,
            ...common(lib, 'list'),
            listName: 'celery',
            listLength: 10,
            activationListLength: 1,
          }),
          lib.KedaTrigger.redisStream({
            ...redis,
            ...common(lib, 'stream'),
            stream: 'orders',
            consumerGroup: 'workers',
            pendingEntriesCount: 10,
            activationLagCount: 1,
          }),
          lib.KedaTrigger.redisList({ addressFromEnv: 'REDIS', listName: 'a' }),
          lib.KedaTrigger.redisStream({ addressFromEnv: 'REDIS', stream: 'a', streamLength: 10 }),
          lib.KedaTrigger.redisStream({ addressFromEnv: 'REDIS', stream: 'b', consumerGroup: 'c', lagCount: 10 }),
          lib.KedaTrigger.sqs({
            ...common(lib, 'sqs'),
            awsRegion: 'eu-central-1',
            awsEndpoint: 'http://localstack.test.svc:4566',
            queueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/orders',
            queueLength: 10,
            activationQueueLength: 1,
            scaleOnInFlight: false,
            scaleOnDelayed: true,
            authentication: aws,
          }),
          lib.KedaTrigger.sqs({
            awsRegion: 'eu-central-1',
            queueUrlFromEnv: 'QUEUE',
            authentication: lib.KedaAuthentication.podIdentity(lib.PodIdentity.awsOfWorkload()),
          }),
          lib.KedaTrigger.pubSub({
            ...common(lib, 'pubsub'),
            subscriptionName: 'orders',
            mode: lib.PubSubMode.OLDEST_UNACKED_MESSAGE_AGE,
            value: 30,
            activationValue: 1,
            aggregation: 'mean',
            timeHorizon: Duration.minutes(3),
            valueIfNull: 0,
            authentication: lib.KedaAuthentication.podIdentity(lib.PodIdentity.gcp()),
          }),
          lib.KedaTrigger.pubSub({ topicName: 'orders', mode: 'MessageSizes', credentialsFromEnv: 'GOOGLE' }),
          lib.KedaTrigger.azureServiceBus({
            ...common(lib, 'bus'),
            topicName: 'orders',
            subscriptionName: 'workers',
            messageCount: 10,
            activationMessageCount: 1,
            namespace: 'shop',
            useRegex: true,
            operation: lib.ServiceBusOperation.AVERAGE,
            cloud: 'AzureUSGovernmentCloud',
            endpointSuffix: 'servicebus.example.com',
            authentication: azure,
          }),
          lib.KedaTrigger.azureServiceBus({ queueName: 'orders', connectionFromEnv: 'SERVICE_BUS' }),
          lib.KedaTrigger.azureStorageQueue({
            ...common(lib, 'storage'),
            queueName: 'orders',
            queueLength: 10,
            activationQueueLength: 1,
            queueLengthStrategy: lib.StorageQueueStrategy.VISIBLE_ONLY,
            accountName: 'shop',
            cloud: 'AzureUSGovernmentCloud',
            endpointSuffix: 'queue.example.com',
            authentication: azure,
          }),
          lib.KedaTrigger.azureStorageQueue({ queueName: 'orders', connectionFromEnv: 'STORAGE' }),
          lib.KedaTrigger.natsJetStream({
            ...common(lib, 'nats'),
            natsServerMonitoringEndpoint: 'nats.shop.svc:8222',
            account: '$G',
            stream: 'orders',
            consumer: 'workers',
            lagThreshold: 20,
            activationLagThreshold: 1,
            useHttps: true,
          }),
          lib.KedaTrigger.natsJetStream({
            natsServerMonitoringEndpoint: 'nats.shop.svc:8222',
            accountID: 'ACID',
            stream: 'orders',
            consumer: 'workers',
          }),
        ],
      });
    },
  },
  {
    name: 'triggers on other things',
    build: (lib, chart) => {
      new lib.KedaStack(chart, 'keda');
      const database = {
        host: 'db.shop.svc',
        port: 5432,
        username: 'shop',
        dbName: 'shop',
        passwordFromEnv: 'DB_PASSWORD',
      };
      const datadog = lib.KedaAuthentication.secrets({ apiKey: secret, appKey: secret, datadogSite: secret });
      const external = {
        scalerAddress: 'scaler.shop.svc:9090',
        metadata: { anything: 'goes' },
        enableTls: true,
        unsafeSsl: true,
      };
      new lib.KedaScaler(chart, 'scaler', {
        target: lib.ScaleTarget.of({ name: 'worker' }),
        maxReplicas: 9,
        triggers: [
          lib.KedaTrigger.postgresql({
            ...database,
            ...common(lib, 'postgresql'),
            query: 'SELECT count(*) FROM jobs',
            targetQueryValue: 10,
            activationTargetQueryValue: 1,
            sslMode: lib.PostgresqlSslMode.REQUIRE,
          }),
          lib.KedaTrigger.postgresql({ query: 'SELECT 1', targetQueryValue: 10, connectionFromEnv: 'DB' }),
          lib.KedaTrigger.mysql({
            ...database,
            ...common(lib, 'mysql'),
            query: 'SELECT count(*) FROM jobs',
            queryValue: 10,
            activationQueryValue: 1,
          }),
          lib.KedaTrigger.mysql({ query: 'SELECT 1', queryValue: 10, connectionFromEnv: 'DB' }),
          lib.KedaTrigger.mongodb({
            ...database,
            ...common(lib, 'mongodb'),
            collection: 'jobs',
            query: '{"state":"waiting"}',
            queryValue: 10,
            activationQueryValue: 1,
            scheme: 'mongodb',
          }),
          lib.KedaTrigger.mongodb({
            dbName: 'shop',
            collection: 'jobs',
            query: '{}',
            queryValue: 10,
            connectionFromEnv: 'DB',
          }),
          lib.KedaTrigger.metricsApi({
            ...common(lib, 'api'),
            url: 'http://orders.shop.svc:8080/queue',
            valueLocation: 'queue.length',
            targetValue: 10,
            activationTargetValue: 1,
            format: lib.MetricsApiFormat.JSON,
            aggregateFromKubeServiceEndpoints: true,
            aggregationType: lib.MetricsApiAggregation.SUM,
            timeout: Duration.seconds(2),
            unsafeSsl: true,
            authentication: lib.HttpAuthentication.apiKey(secret),
          }),
          lib.KedaTrigger.metricsApi({
            url: 'http://orders.shop.svc:8080/queue',
            valueLocation: 'queue.length',
            targetValue: 10,
            authentication: lib.HttpAuthentication.customHeader({ header: secret, value: secret }),
          }),
          lib.KedaTrigger.external({ ...external, ...common(lib, 'external') }),
          lib.KedaTrigger.externalPush(external),
          lib.KedaTrigger.kubernetesWorkload({
            ...common(lib, 'pods'),
            podSelector: { app: 'web' },
            value: 2,
            activationValue: 1,
            groupByNode: true,
          }),
          lib.KedaTrigger.datadog({
            ...common(lib, 'datadog'),
            query: 'sum:requests{env:prod}',
            targetValue: 10,
            activationQueryValue: 1,
            queryAggregator: lib.DatadogAggregator.AVERAGE,
            age: Duration.minutes(2),
            timeWindowOffset: Duration.seconds(30),
            lastAvailablePointOffset: 1,
            metricUnavailableValue: 0,
            timeout: Duration.seconds(2),
            authentication: datadog,
          }),
          lib.KedaTrigger.datadogClusterAgent({
            ...common(lib, 'agent'),
            datadogMetricName: 'requests',
            datadogMetricNamespace: 'shop',
            targetValue: 10,
            activationTargetValue: 1,
            metricUnavailableValue: 0,
            timeout: Duration.seconds(2),
            authentication: lib.KedaAuthentication.clusterTriggerAuthentication('datadog'),
          }),
          lib.KedaTrigger.cloudWatch({
            ...common(lib, 'cloudwatch'),
            awsRegion: 'eu-central-1',
            awsEndpoint: 'http://localstack.test.svc:4566',
            namespace: 'AWS/SQS',
            metricName: 'ApproximateNumberOfMessagesVisible',
            dimensions: { QueueName: 'orders' },
            targetMetricValue: 10,
            activationTargetMetricValue: 1,
            minMetricValue: 0,
            ignoreNullValues: false,
            metricCollectionTime: Duration.minutes(10),
            metricStat: lib.CloudWatchStatistic.SUM,
            metricStatPeriod: Duration.minutes(5),
            metricUnit: 'Count',
            metricEndTimeOffset: Duration.seconds(30),
            awsAccountId: '123456789012',
            authentication: lib.KedaAuthentication.triggerAuthentication('aws'),
          }),
          lib.KedaTrigger.cloudWatch({
            awsRegion: 'eu-central-1',
            expression: 'SELECT SUM(NumberOfMessagesSent) FROM SCHEMA("AWS/SQS", QueueName)',
            targetMetricValue: 10,
            authentication: lib.KedaAuthentication.secrets({ awsAccessKeyID: secret, awsSecretAccessKey: secret }),
          }),
          lib.KedaTrigger.of(
            'solr',
            { host: 'http://solr:8983', collection: 'jobs', query: '*:*', targetQueryValue: '10' },
            lib.KedaAuthentication.secrets({ username: secret, password: secret }),
            common(lib, 'solr'),
          ),
        ],
      });
    },
  },
  {
    name: 'authentications',
    build: (lib, chart) => {
      new lib.KedaStack(chart, 'keda');
      const metadata = { labels: { team: 'shop' }, annotations: { 'example.com/owner': 'shop' } };
      const { KedaAuthentication, PodIdentity } = lib;
      const all = KedaAuthentication.all(
        KedaAuthentication.secrets({ host: secret }),
        KedaAuthentication.configMaps({ queue: secret }),
        KedaAuthentication.environment({ user: { name: 'USER', container: 'web' } }),
        KedaAuthentication.serviceAccountTokens({ token: 'web' }),
        KedaAuthentication.podIdentity(PodIdentity.aws()),
      );
      new lib.TriggerAuthentication(chart, 'all', { from: all, name: 'everything', ...metadata });
      new lib.ClusterTriggerAuthentication(chart, 'file', {
        from: KedaAuthentication.file('rabbitmq.json'),
        name: 'file-of-keda',
        ...metadata,
      });
      const pki = {
        commonName: 'keda.example.com',
        altNames: 'keda',
        ipSans: '192.0.2.1',
        uriSans: 'spiffe://keda',
        otherSans: '1.3.6.1;UTF8:keda',
        ttl: '24h',
        format: 'pem',
      };
      new lib.TriggerAuthentication(chart, 'vault', {
        from: KedaAuthentication.vault({
          address: 'https://vault.vault.svc:8200',
          login: lib.VaultLogin.kubernetes({ mount: 'kubernetes', role: 'keda', serviceAccountName: 'keda' }),
          namespace: 'shop',
          secrets: {
            host: { path: 'secret/data/rabbitmq', key: 'url', type: lib.VaultSecretType.SECRET_V2 },
            cert: { path: 'pki/issue/keda', key: 'certificate', type: lib.VaultSecretType.PKI, pki },
          },
        }),
      });
      const vault = { address: 'https://vault.vault.svc:8200', secrets: { host: { path: 'a', key: 'b' } } };
      new lib.TriggerAuthentication(chart, 'vault-token', {
        from: KedaAuthentication.vault({ ...vault, login: lib.VaultLogin.operatorToken() }),
      });
      new lib.TriggerAuthentication(chart, 'vault-file', {
        from: KedaAuthentication.vault({
          ...vault,
          login: lib.VaultLogin.kubernetes({ mount: 'kubernetes', role: 'keda', tokenFile: '/var/run/token' }),
        }),
      });
      new lib.TriggerAuthentication(chart, 'aws', {
        from: KedaAuthentication.awsSecretsManager({
          region: 'eu-central-1',
          podIdentity: PodIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/queues', externalId: 'shop' }),
          secrets: { host: { name: 'rabbitmq', secretKey: 'url', versionId: '1', versionStage: 'AWSCURRENT' } },
        }),
      });
      new lib.TriggerAuthentication(chart, 'aws-key', {
        from: KedaAuthentication.awsSecretsManager({
          accessKey: { accessKey: secret, accessSecretKey: secret, accessToken: secret },
          secrets: { host: { name: 'rabbitmq' } },
        }),
      });
      const azure = { vaultUri: 'https://shop.vault.azure.net', secrets: { host: { name: 'rabbitmq', version: '1' } } };
      new lib.TriggerAuthentication(chart, 'azure', {
        from: KedaAuthentication.azureKeyVault({ ...azure, podIdentity: PodIdentity.azureWorkload() }),
      });
      new lib.TriggerAuthentication(chart, 'azure-app', {
        from: KedaAuthentication.azureKeyVault({
          ...azure,
          credentials: { clientId: 'id', tenantId: 'tenant', clientSecret: secret },
          cloud: {
            type: 'Private',
            keyVaultResourceUrl: 'https://vault.example.com',
            activeDirectoryEndpoint: 'https://login.example.com',
          },
        }),
      });
      new lib.TriggerAuthentication(chart, 'google', {
        from: KedaAuthentication.gcpSecretManager({
          podIdentity: PodIdentity.gcp(),
          secrets: { host: { id: 'rabbitmq', version: '1' } },
        }),
      });
      new lib.TriggerAuthentication(chart, 'google-key', {
        from: KedaAuthentication.gcpSecretManager({ credentials: secret, secrets: { host: { id: 'rabbitmq' } } }),
      });
      new lib.TriggerAuthentication(chart, 'oauth', {
        from: lib.HttpAuthentication.oauth2({
          clientId: 'keda',
          clientSecret: secret,
          tokenUrl: 'https://login.example.com/token',
          scopes: ['read'],
          tokenUrlParams: { audience: 'shop' },
        }),
      });
    },
  },
  {
    name: 'KedaScaledJob',
    build: (lib, chart) => {
      new lib.KedaStack(chart, 'keda');
      const jobOf = (id: string) =>
        new Job(chart, id, { containers: [{ name: 'encode', image: 'ghcr.io/acme/encode:1.0.0' }] });
      const triggers = [lib.KedaTrigger.rabbitMq({ queueName: 'videos', hostFromEnv: 'RABBITMQ_URL' })];
      new lib.KedaScaledJob(chart, 'encode', {
        job: jobOf('encode-job'),
        triggers,
        maxReplicas: 20,
        minReplicas: 1,
        pollingInterval: Duration.seconds(10),
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 5,
        rollout: lib.KedaJobRollout.GRADUAL,
        propagation: lib.KedaJobPropagation.FOREGROUND,
        strategy: lib.KedaJobStrategy.custom({ runningJobPercentage: 0.5, queueLengthDeduction: 1 }),
        pendingPodConditions: ['Ready'],
        multipleScalersCalculation: lib.KedaJobCalculation.SUM,
        environmentContainer: 'encode',
        pause: lib.KedaPause.now(),
        jobExcludedLabels: ['team'],
        name: 'videos',
        labels: { team: 'shop' },
        annotations: { 'example.com/owner': 'shop' },
      });
      const strategies = [lib.KedaJobStrategy.accurate(), lib.KedaJobStrategy.eager(), lib.KedaJobStrategy.default()];
      strategies.forEach((strategy, index) => {
        new lib.KedaScaledJob(chart, `scaled-${index}`, {
          job: jobOf(`job-${index}`),
          triggers,
          maxReplicas: 2,
          strategy,
        });
      });
    },
  },
];
