// Written by tools/keda/triggers.mjs from github.com/kedacore/keda/v2@v2.20.2. Do not edit.

/** The release of KEDA that the table is of. */
export const TABLE_OF_KEDA = '2.20';

/** The triggers of KEDA, one a line; tools/keda/triggers.mjs says what the marks mean. */
export const TRIGGER_TABLE = `
activemq managementEndpoint destinationName brokerName username!$* password!$* corsHeader restAPITemplate targetQueueSize activationTargetQueueSize
apache-kafka~ bootstrapServers!$ consumerGroup!$ topic$ partitionLimitation lagThreshold activationLagThreshold offsetResetPolicy allowIdleConsumers excludePersistentLag scaleToZeroOnInvalidOffset limitToPartitionsWithLag ensureEvenDistributionOfPartitions sasl* username*- password*- awsRegion tls* cert*- key*- keyPassword*- ca*-
arangodb~ endpoints!* dbName!* collection! query! queryValue activationQueryValue unsafeSsl connectionLimit
artemis-queue managementEndpoint queueName brokerName brokerAddress username!$* password!$* restApiTemplate queueLength activationQueueLength corsHeader unsafeSsl ca*- cert*- key*- keyPassword*-
aws-cloudwatch~ namespace metricName dimensionName dimensionValue expression targetMetricValue! activationTargetMetricValue minMetricValue! ignoreNullValues metricCollectionTime metricStat metricUnit metricStatPeriod metricEndTimeOffset awsAccountId awsRegion!* awsEndpoint identityOwner
aws-dynamodb~ tableName! awsRegion!* awsEndpoint keyConditionExpression! indexName targetValue activationTargetValue filterExpression identityOwner expressionAttributeNames! expressionAttributeValues!
aws-dynamodb-streams~ shardCount activationShardCount tableName! awsRegion!* awsEndpoint identityOwner
aws-kinesis-stream~ shardCount activationShardCount streamName! awsRegion!* awsEndpoint identityOwner
aws-sqs-queue~ queueLength activationQueueLength queueURL!$ awsRegion!* awsEndpoint scaleOnInFlight scaleOnDelayed identityOwner
azure-app-insights~ targetValue activationTargetValue metricId! metricAggregationTimespan! metricAggregationType! metricFilter ignoreNullValues cloud appInsightsResourceURL applicationInsightsId!$* tenantId!$* activeDirectoryClientId$* activeDirectoryClientPassword$*-
azure-blob~ blobContainerName! blobCount activationBlobCount blobDelimiter blobPrefix recursive globPattern endpointSuffix connection|connectionFromEnv$* accountName
azure-data-explorer~ databaseName! endpoint! query! threshold! activationThreshold tenantId$* clientId$* clientSecret*-
azure-eventhub~ unprocessedEventThreshold activationUnprocessedEventThreshold stalePartitionInfoThreshold
azure-log-analytics~ tenantId$* clientId$* clientSecret$* workspaceId!$* query! threshold! activationThreshold logAnalyticsResourceURL cloud unsafeSsl timeout
azure-monitor~ targetValue! activationTargetValue resourceURI! tenantId! subscriptionId! resourceGroupName! metricName! metricNamespace metricFilter metricAggregationInterval metricAggregationType! activeDirectoryClientId$* activeDirectoryClientPassword$* cloud azureResourceManagerEndpoint
azure-pipelines~ organizationURL!$* personalAccessToken$*- parent demands poolName poolID targetPipelinesQueueLength activationTargetPipelinesQueueLength jobsToFetch fetchUnfinishedJobsOnly requireAllDemands requireAllDemandsAndIgnoreOthers caseInsensitiveDemandsProcessing
azure-queue~ activationQueueLength queueName! queueLength connection$* accountName endpointSuffix queueLengthStrategy
azure-servicebus~ messageCount activationMessageCount queueName topicName subscriptionName connection$*- namespace useRegex operation
beanstalkd server! tube! value! activationValue includeDelayed timeout
cassandra username! password!*- tls*- cert*- key*- ca*- clusterIPAddress! port consistency protocolVersion keyspace! query! targetQueryValue! activationTargetQueryValue
couchdb connectionString$* host* port* username* password$* dbName* query queryValue activationQueryValue
cpu type value! containerName
cron start! end! timezone! desiredReplicas!
datadog~ datadogNamespace*- datadogMetricsService*- datadogMetricsServicePort*- unsafeSsl*- authMode*- token*- datadogMetricName datadogMetricNamespace activationTargetValue apiKey*- appKey*- datadogSite*- query queryAggregator activationQueryValue age timeWindowOffset lastAvailablePointOffset useClusterAgentProxy hpaMetricName metricUnavailableValue targetValue|queryValue timeout
dynatrace host!* token!*- metricSelector query queryTimeoutSeconds queryPollingWait queryPollingTries from threshold! activationThreshold
elastic-forecast addresses* unsafeSsl username* password$* cloudID* apiKey* jobID! lookAhead targetValue! activationTargetValue index partitionFieldValue byFieldValue
elasticsearch addresses* unsafeSsl username* password$* cloudID* apiKey* index!* searchTemplateName* query* parameters valueLocation!* targetValue!* activationTargetValue ignoreNullValues metricName
etcd endpoints! watchKey! value! activationValue watchProgressNotifyInterval username$*- password$*- tls*- cert*- key*- keyPassword*- ca*-
external~ scalerAddress! enableTLS unsafeSsl caCert*- tlsClientCert*- tlsClientKey*-
external-mock~
external-push~ scalerAddress! enableTLS unsafeSsl caCert*- tlsClientCert*- tlsClientKey*-
forgejo-runner token!$*- address! labels! global owner org repo
gcp-cloudtasks~ value activationValue filterDuration queueName! projectID! credentials$ credentialsFromEnvFile$
gcp-pubsub~ subscriptionSize mode value activationValue aggregation timeHorizon valueIfNull subscriptionName$ topicName$ credentials$ credentialsFromEnvFile$
gcp-stackdriver~ projectId! filter! targetValue activationTargetValue valueIfNull filterDuration alignmentPeriodSeconds alignmentAligner alignmentReducer credentials$ credentialsFromEnvFile$
gcp-storage~ bucketName! targetObjectCount activationTargetObjectCount maxBucketItemsToScan blobDelimiter blobPrefix credentials$ credentialsFromEnvFile$
github-runner githubApiURL$ owner!$ runnerScope!$ personalAccessToken*- repos$ labels$ noDefaultLabels$ enableEtags$ matchUnlabeledJobsWithUnlabeledRunners$ targetWorkflowQueueLength$ applicationID$ installationID$ appKey*-
graphite serverAddress! query! threshold activationThreshold queryTime! authMode username*- password*-
huawei-cloudeye namespace! metricName! dimensionName! dimensionValue! targetMetricValue! activationTargetMetricValue minMetricValue metricCollectionTime metricFilter metricPeriod
ibmmq host! queueName|queueNames! queueDepth activationQueueDepth operation username!$* password!$* unsafeSsl ca*- cert*- key*- keyPassword*-
influxdb authToken authToken$*- organizationName$* query! influxVersion queryType database* metricKey serverURL!* unsafeSsl thresholdValue activationThresholdValue
kafka~ bootstrapServers!$ consumerGroup!$ topic$ partitionLimitation lagThreshold activationLagThreshold offsetResetPolicy allowIdleConsumers excludePersistentLag scaleToZeroOnInvalidOffset limitToPartitionsWithLag ensureEvenDistributionOfPartitions version tls* unsafeSsl ca*- cert*- key*- keyPassword*- sasl* username*- password*- saslTokenProvider* scopes*- oauthTokenEndpointUri*- oauthExtensions*- keytab*- realm*- kerberosConfig*- kerberosServiceName*- kerberosDisableFAST*- awsRegion
kubernetes-resource resourceKind! resourceName! key! format valueLocation valueType targetValue! activationTargetValue
kubernetes-workload podSelector! value activationValue groupByNode
liiklus lagThreshold activationLagThreshold address! topic! group! groupVersion
loki~ serverAddress! query! threshold! activationThreshold tenantName ignoreNullValues unsafeSsl
memory type value! containerName
metrics-api~ targetValue activationTargetValue url! format valueLocation! unsafeSsl aggregateFromKubeServiceEndpoints aggregationType timeout
mongodb connectionString$* scheme* host* port* username* password$* dbName!* collection! query! queryValue! activationQueryValue tls*- cert*- key*- keyPassword*- ca*-
mssql~ connectionString$*- username* password$*- host* port* database* query! targetValue! activationTargetValue
mysql connectionString$*- username$* password$*- host* port* dbName* query! queryValue! activationQueryValue metricName
nats-jetstream account* accountID* stream! consumer! lagThreshold activationLagThreshold useHttps natsServerMonitoringEndpoint!*
new-relic account!* region* queryKey!* noDataError nrql! threshold! activationThreshold
nsq nsqLookupdHTTPAddresses!$ topic!$ channel!$ depthThreshold$ activationDepthThreshold$ useHttps$ unsafeSsl$
opensearch addresses!* unsafeSsl enableTLS* username* password$* caCert* clientCert* clientKey* index!* searchTemplateName* query* parameters valueLocation!* targetValue!* activationTargetValue ignoreNullValues metricName
openstack-metric~ metricsURL! metricID! aggregationMethod! granularity! threshold activationThreshold timeout
openstack-swift swiftURL containerName! objectCount activationObjectCount objectPrefix objectDelimiter objectLimit timeout onlyFiles userID*- password*- projectID*- authURL!*- appCredentialID*- appCredentialSecret*- regionName*-
postgresql~ targetQueryValue activationTargetQueryValue connection$*- query! host* port* userName* dbName* sslmode* password$*-
predictkube~ prometheusAddress! query! predictHorizon! queryStep! historyTimeWindow! apiKey!*- threshold activationThreshold
prometheus~ serverAddress! query! queryParameters threshold! activationThreshold namespace customHeaders ignoreNullValues unsafeSsl awsRegion* timeout identityOwner
pulsar~ adminURL!$ topic!$ subscription!$ msgBacklogThreshold activationMsgBacklogThreshold isPartitionedTopic tls
rabbitmq~ queueName! mode queueLength value activationValue host!$* protocol* vhostName* useRegex excludeUnacknowledged pageSize operation timeout username$*- password$*- ca*- cert*- key*- keyPassword*- tls*- unsafeSsl workloadIdentityResource*-
redis listLength activationListLength listName! databaseIndex enableTLS tls*- address|addresses$* username$* password$* sentinelUsername$* sentinelPassword$* sentinelMaster$* host|hosts$* port|ports$* unsafeSsl Cert|cert*- key*- keyPassword*- ca*-
redis-cluster listLength activationListLength listName! databaseIndex enableTLS tls*- address|addresses$* username$* password$* sentinelUsername$* sentinelPassword$* sentinelMaster$* host|hosts$* port|ports$* unsafeSsl Cert|cert*- key*- keyPassword*- ca*-
redis-cluster-streams pendingEntriesCount streamLength lagCount stream! consumerGroup databaseIndex address|addresses$* username$* password$* sentinelUsername$* sentinelPassword$* sentinelMaster$* host|hosts$* port|ports$* unsafeSsl Cert|cert*- key*- keyPassword*- ca*- activationLagCount enableTLS tls*-
redis-sentinel listLength activationListLength listName! databaseIndex enableTLS tls*- address|addresses$* username$* password$* sentinelUsername$* sentinelPassword$* sentinelMaster$* host|hosts$* port|ports$* unsafeSsl Cert|cert*- key*- keyPassword*- ca*-
redis-sentinel-streams pendingEntriesCount streamLength lagCount stream! consumerGroup databaseIndex address|addresses$* username$* password$* sentinelUsername$* sentinelPassword$* sentinelMaster$* host|hosts$* port|ports$* unsafeSsl Cert|cert*- key*- keyPassword*- ca*- activationLagCount enableTLS tls*-
redis-streams pendingEntriesCount streamLength lagCount stream! consumerGroup databaseIndex address|addresses$* username$* password$* sentinelUsername$* sentinelPassword$* sentinelMaster$* host|hosts$* port|ports$* unsafeSsl Cert|cert*- key*- keyPassword*- ca*- activationLagCount enableTLS tls*-
selenium-grid url!* authType$*- username$*- password$*- accessToken$*- browserName sessionBrowserName browserVersion platformName activationThreshold unsafeSsl nodeMaxSessions enableManagedDownloads capabilities
solace-direct-messaging solaceSempBaseURL! username!$*- password!$*- messageVpn! clientNamePattern! unsafeSSL queuedMessagesFactor aggregatedClientTxByteRateTarget aggregatedClientAverageTxByteRateTarget aggregatedClientTxMsgRateTarget aggregatedClientAverageTxMsgRateTarget activationAggregatedClientTxByteRateTarget activationAggregatedClientAverageTxByteRateTarget activationAggregatedClientTxMsgRateTarget activationAggregatedClientAverageTxMsgRateTarget
solace-event-queue solaceSempBaseURL! messageVpn! queueName! username!$* password!$* messageCountTarget messageSpoolUsageTarget messageReceiveRateTarget activationMessageCountTarget activationMessageSpoolUsageTarget activationMessageReceiveRateTarget
solarwinds apiToken*- host! targetValue! activationValue metricName! aggregation! intervalS! filter
solr host! collection! targetQueryValue! activationTargetQueryValue query username!* password!*
splunk apiToken*- password*- username!*- host! unsafeSsl targetValue! activationValue! savedSearchName! valueField!
splunk-observability accessToken!*- realm!*- query! duration! targetValue! queryAggregator! activationTargetValue!
sumologic~ accessID!*- accessKey!*- host! unsafeSsl queryType! query query.* resultQueryRowID quantization rollup resultField logsPollingInterval maxRetries timerange! timezone activationThreshold queryAggregator threshold!
temporal endpoint!$ namespace$ activationTargetQueueSize targetQueueSize taskQueue!$ queueTypes buildId$ workerDeploymentName$ workerDeploymentBuildId$ selectAllActive selectUnversioned apiKey$*- minConnectTimeout unsafeSsl cert*- key*- keyPassword*- ca*- tlsServerName
`;
