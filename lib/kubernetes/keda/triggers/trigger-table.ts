// Written by tools/keda/triggers.mjs from github.com/kedacore/keda/v2@v2.20.2. Do not edit.

/** The release of KEDA that the table is of. */
export const TABLE_OF_KEDA = '2.20';

/** The triggers of KEDA, one a line; tools/keda/triggers.mjs says what the marks mean. */
export const TRIGGER_TABLE = `
activemq managementEndpoint destinationName brokerName username!$* password!$* corsHeader restAPITemplate targetQueueSize:i activationTargetQueueSize:i
apache-kafka~ bootstrapServers!$ consumerGroup!$ topic$ partitionLimitation lagThreshold:i activationLagThreshold:i offsetResetPolicy=earliest,latest allowIdleConsumers:b excludePersistentLag:b scaleToZeroOnInvalidOffset:b limitToPartitionsWithLag:b ensureEvenDistributionOfPartitions:b sasl*=none,plaintext,scram_sha256,scram_sha512,gssapi,aws_msk_iam username*- password*- awsRegion tls*=enable,disable cert*- key*- keyPassword*- ca*-
arangodb~ endpoints!* dbName!* collection! query! queryValue:f activationQueryValue:f unsafeSsl:b connectionLimit:i
artemis-queue managementEndpoint queueName brokerName brokerAddress username!$* password!$* restApiTemplate queueLength:i activationQueueLength:i corsHeader unsafeSsl:b ca*- cert*- key*- keyPassword*-
aws-cloudwatch~ namespace metricName dimensionName dimensionValue expression targetMetricValue!:f activationTargetMetricValue:f minMetricValue!:f ignoreNullValues:b metricCollectionTime:i metricStat metricUnit metricStatPeriod:i metricEndTimeOffset:i awsAccountId awsRegion!* awsEndpoint identityOwner
aws-dynamodb~ tableName! awsRegion!* awsEndpoint keyConditionExpression! indexName targetValue:i activationTargetValue:i filterExpression identityOwner expressionAttributeNames! expressionAttributeValues!
aws-dynamodb-streams~ shardCount:i activationShardCount:i tableName! awsRegion!* awsEndpoint identityOwner
aws-kinesis-stream~ shardCount:i activationShardCount:i streamName! awsRegion!* awsEndpoint identityOwner
aws-sqs-queue~ queueLength:i activationQueueLength:i queueURL!$ awsRegion!* awsEndpoint scaleOnInFlight:b scaleOnDelayed:b identityOwner
azure-app-insights~ targetValue:f activationTargetValue:f metricId! metricAggregationTimespan! metricAggregationType! metricFilter ignoreNullValues:b cloud appInsightsResourceURL applicationInsightsId!$* tenantId!$* activeDirectoryClientId$* activeDirectoryClientPassword$*-
azure-blob~ blobContainerName! blobCount:i activationBlobCount:i blobDelimiter blobPrefix recursive:b globPattern endpointSuffix connection|connectionFromEnv$* accountName
azure-data-explorer~ databaseName! endpoint! query! threshold!:f activationThreshold:f tenantId$* clientId$* clientSecret*-
azure-eventhub~ unprocessedEventThreshold:i activationUnprocessedEventThreshold:i stalePartitionInfoThreshold:i
azure-log-analytics~ tenantId$* clientId$* clientSecret$* workspaceId!$* query! threshold!:f activationThreshold:f logAnalyticsResourceURL cloud unsafeSsl:b timeout:d
azure-monitor~ targetValue!:f activationTargetValue:f resourceURI! tenantId! subscriptionId! resourceGroupName! metricName! metricNamespace metricFilter metricAggregationInterval metricAggregationType! activeDirectoryClientId$* activeDirectoryClientPassword$* cloud azureResourceManagerEndpoint
azure-pipelines~ organizationURL!$* personalAccessToken$*- parent demands poolName poolID:i targetPipelinesQueueLength:i activationTargetPipelinesQueueLength:i jobsToFetch:i fetchUnfinishedJobsOnly:b requireAllDemands:b requireAllDemandsAndIgnoreOthers:b caseInsensitiveDemandsProcessing:b
azure-queue~ activationQueueLength:i queueName! queueLength:i connection$* accountName endpointSuffix queueLengthStrategy=all,visibleonly
azure-servicebus~ messageCount:i activationMessageCount:i queueName topicName subscriptionName connection$*- namespace useRegex:b operation=sum,max,avg
beanstalkd server! tube! value!:f activationValue:f includeDelayed:b timeout:d
cassandra username! password!*- tls*-=enable,disable cert*- key*- ca*- clusterIPAddress! port:i consistency protocolVersion:i keyspace! query! targetQueryValue!:i activationTargetQueryValue:i
couchdb connectionString$* host* port* username* password$* dbName* query queryValue:i activationQueryValue:i
cpu type#=Utilization,AverageValue value! containerName
cron start! end! timezone! desiredReplicas!:i
datadog~ datadogNamespace*- datadogMetricsService*- datadogMetricsServicePort*-:i unsafeSsl*-:b authMode*- token*- datadogMetricName datadogMetricNamespace activationTargetValue:f apiKey*- appKey*- datadogSite*- query queryAggregator=average,max activationQueryValue:f age:i timeWindowOffset:i lastAvailablePointOffset:i useClusterAgentProxy:b hpaMetricName metricUnavailableValue:f targetValue|queryValue:f timeout:d
dynatrace host!* token!*- metricSelector query queryTimeoutSeconds:i queryPollingWait:d queryPollingTries:i from threshold!:f activationThreshold:f
elastic-forecast addresses* unsafeSsl:b username* password$* cloudID* apiKey* jobID! lookAhead:d targetValue!:f activationTargetValue:f index partitionFieldValue byFieldValue
elasticsearch addresses* unsafeSsl:b username* password$* cloudID* apiKey* index!* searchTemplateName* query* parameters valueLocation!* targetValue!*:f activationTargetValue:f ignoreNullValues:b metricName
etcd endpoints! watchKey! value!:f activationValue:f watchProgressNotifyInterval:i username$*- password$*- tls*- cert*- key*- keyPassword*- ca*-
external~ scalerAddress! enableTLS:b unsafeSsl:b caCert*- tlsClientCert*- tlsClientKey*-
external-mock~
external-push~ scalerAddress! enableTLS:b unsafeSsl:b caCert*- tlsClientCert*- tlsClientKey*-
forgejo-runner token!$*- address! labels! global:b owner org repo
gcp-cloudtasks~ value:f activationValue:f filterDuration:i queueName! projectID! credentials$ credentialsFromEnvFile$
gcp-pubsub~ subscriptionSize#:i mode value:f activationValue:f aggregation timeHorizon:d valueIfNull:f subscriptionName$ topicName$ credentials$ credentialsFromEnvFile$
gcp-stackdriver~ projectId! filter! targetValue:f activationTargetValue:f valueIfNull:f filterDuration:i alignmentPeriodSeconds:i alignmentAligner alignmentReducer credentials$ credentialsFromEnvFile$
gcp-storage~ bucketName! targetObjectCount:i activationTargetObjectCount:i maxBucketItemsToScan:i blobDelimiter blobPrefix credentials$ credentialsFromEnvFile$
github-runner githubApiURL$ owner!$ runnerScope!$=org,ent,repo personalAccessToken*- repos$ labels$ noDefaultLabels$:b enableEtags$:b matchUnlabeledJobsWithUnlabeledRunners$:b targetWorkflowQueueLength$:i applicationID$:i installationID$:i appKey*-
graphite serverAddress! query! threshold:f activationThreshold:f queryTime! authMode=basic username*- password*-
huawei-cloudeye namespace! metricName! dimensionName! dimensionValue! targetMetricValue!:f activationTargetMetricValue:f minMetricValue#:f metricCollectionTime:i metricFilter=average,max,min,sum metricPeriod
ibmmq host! queueName|queueNames! queueDepth:i activationQueueDepth:i operation=max,avg,sum username!$* password!$* unsafeSsl:b ca*- cert*- key*- keyPassword*-
influxdb authToken# authToken$*- organizationName$* query! influxVersion=2,3 queryType database* metricKey serverURL!* unsafeSsl:b thresholdValue:f activationThresholdValue:f
kafka~ bootstrapServers!$ consumerGroup!$ topic$ partitionLimitation lagThreshold:i activationLagThreshold:i offsetResetPolicy=latest,earliest allowIdleConsumers:b excludePersistentLag:b scaleToZeroOnInvalidOffset:b limitToPartitionsWithLag:b ensureEvenDistributionOfPartitions:b version tls*=enable,disable unsafeSsl:b ca*- cert*- key*- keyPassword*- sasl*=none,plaintext,scram_sha256,scram_sha512,oauthbearer,gssapi username*- password*- saslTokenProvider*=bearer,aws_msk_iam scopes*- oauthTokenEndpointUri*- oauthExtensions*- keytab*- realm*- kerberosConfig*- kerberosServiceName*- kerberosDisableFAST*-:b awsRegion
kubernetes-resource resourceKind!=ConfigMap,Secret resourceName! key! format=number,json,yaml valueLocation valueType=float64,int64,quantity targetValue!:f activationTargetValue:f
kubernetes-workload podSelector! value:f activationValue:f groupByNode:b
liiklus lagThreshold:i activationLagThreshold:i address! topic! group! groupVersion
loki~ serverAddress! query! threshold!:f activationThreshold:f tenantName ignoreNullValues:b unsafeSsl:b
memory type#=Utilization,AverageValue value! containerName
metrics-api~ targetValue:f activationTargetValue:f url! format=prometheus,json,xml,yaml valueLocation! unsafeSsl:b aggregateFromKubeServiceEndpoints:b aggregationType=average,sum,max,min timeout:d
mongodb connectionString$* scheme* host* port* username* password$* dbName!* collection! query! queryValue!:f activationQueryValue:f tls*-=enable,disable cert*- key*- keyPassword*- ca*-
mssql~ connectionString$*- username* password$*- host* port*:i database* query! targetValue!:f activationTargetValue:f
mysql connectionString$*- username$* password$*- host* port* dbName* query! queryValue!:f activationQueryValue:f metricName
nats-jetstream account* accountID* stream! consumer! lagThreshold:i activationLagThreshold:i useHttps:b natsServerMonitoringEndpoint!*
new-relic account!*:i region* queryKey!* noDataError:b nrql! threshold!:f activationThreshold:f
nsq nsqLookupdHTTPAddresses!$ topic!$ channel!$ depthThreshold$:i activationDepthThreshold$:i useHttps$:b unsafeSsl$:b
opensearch addresses!* unsafeSsl:b enableTLS*:b username* password$* caCert* clientCert* clientKey* index!* searchTemplateName* query* parameters valueLocation!* targetValue!*:f activationTargetValue:f ignoreNullValues:b metricName
openstack-metric~ metricsURL! metricID! aggregationMethod! granularity!:i threshold:f activationThreshold:f timeout:i
openstack-swift swiftURL containerName! objectCount:i activationObjectCount:i objectPrefix objectDelimiter objectLimit timeout:i onlyFiles:b userID*- password*- projectID*- authURL!*- appCredentialID*- appCredentialSecret*- regionName*-
postgresql~ targetQueryValue:f activationTargetQueryValue:f connection$*- query! host* port* userName* dbName* sslmode* password$*-
predictkube~ prometheusAddress! query! predictHorizon! queryStep! historyTimeWindow! apiKey!*- threshold:f activationThreshold:f
prometheus~ serverAddress! query! queryParameters threshold!:f activationThreshold:f namespace customHeaders ignoreNullValues:b unsafeSsl:b awsRegion* timeout:d identityOwner
pulsar~ adminURL!$ topic!$ subscription!$ msgBacklogThreshold:i activationMsgBacklogThreshold:i isPartitionedTopic:b tls
rabbitmq~ queueName! mode queueLength:f value:f activationValue:f host!$* protocol* vhostName* useRegex:b excludeUnacknowledged:b pageSize:i operation timeout:d username$*- password$*- ca*- cert*- key*- keyPassword*- tls*- unsafeSsl:b workloadIdentityResource*-
redis listLength:i activationListLength:i listName! databaseIndex:i enableTLS tls*- address|addresses$* username$* password$* sentinelUsername$* sentinelPassword$* sentinelMaster$* host|hosts$* port|ports$* unsafeSsl:b Cert|cert*- key*- keyPassword*- ca*-
redis-cluster listLength:i activationListLength:i listName! databaseIndex:i enableTLS tls*- address|addresses$* username$* password$* sentinelUsername$* sentinelPassword$* sentinelMaster$* host|hosts$* port|ports$* unsafeSsl:b Cert|cert*- key*- keyPassword*- ca*-
redis-cluster-streams pendingEntriesCount:i streamLength:i lagCount:i stream! consumerGroup databaseIndex:i address|addresses$* username$* password$* sentinelUsername$* sentinelPassword$* sentinelMaster$* host|hosts$* port|ports$* unsafeSsl:b Cert|cert*- key*- keyPassword*- ca*- activationLagCount:i enableTLS tls*-
redis-sentinel listLength:i activationListLength:i listName! databaseIndex:i enableTLS tls*- address|addresses$* username$* password$* sentinelUsername$* sentinelPassword$* sentinelMaster$* host|hosts$* port|ports$* unsafeSsl:b Cert|cert*- key*- keyPassword*- ca*-
redis-sentinel-streams pendingEntriesCount:i streamLength:i lagCount:i stream! consumerGroup databaseIndex:i address|addresses$* username$* password$* sentinelUsername$* sentinelPassword$* sentinelMaster$* host|hosts$* port|ports$* unsafeSsl:b Cert|cert*- key*- keyPassword*- ca*- activationLagCount:i enableTLS tls*-
redis-streams pendingEntriesCount:i streamLength:i lagCount:i stream! consumerGroup databaseIndex:i address|addresses$* username$* password$* sentinelUsername$* sentinelPassword$* sentinelMaster$* host|hosts$* port|ports$* unsafeSsl:b Cert|cert*- key*- keyPassword*- ca*- activationLagCount:i enableTLS tls*-
selenium-grid url!* authType$*- username$*- password$*- accessToken$*- browserName sessionBrowserName browserVersion platformName activationThreshold:i unsafeSsl:b nodeMaxSessions:i enableManagedDownloads:b capabilities
solace-direct-messaging solaceSempBaseURL! username!$*- password!$*- messageVpn! clientNamePattern! unsafeSSL:b queuedMessagesFactor:i aggregatedClientTxByteRateTarget:i aggregatedClientAverageTxByteRateTarget:i aggregatedClientTxMsgRateTarget:i aggregatedClientAverageTxMsgRateTarget:i activationAggregatedClientTxByteRateTarget:i activationAggregatedClientAverageTxByteRateTarget:i activationAggregatedClientTxMsgRateTarget:i activationAggregatedClientAverageTxMsgRateTarget:i
solace-event-queue solaceSempBaseURL! messageVpn! queueName! username!$* password!$* messageCountTarget:i messageSpoolUsageTarget:i messageReceiveRateTarget:i activationMessageCountTarget:i activationMessageSpoolUsageTarget:i activationMessageReceiveRateTarget:i
solarwinds apiToken*- host! targetValue!:f activationValue:f metricName! aggregation!=COUNT,MIN,MAX,AVG,SUM,LAST intervalS!:i filter
solr host! collection! targetQueryValue!:f activationTargetQueryValue:f query username!* password!*
splunk apiToken*- password*- username!*- host! unsafeSsl:b targetValue!:i activationValue!:i savedSearchName! valueField!
splunk-observability accessToken!*- realm!*- query! duration!:i targetValue!:f queryAggregator! activationTargetValue!:f
sumologic~ accessID!*- accessKey!*- host! unsafeSsl:b queryType!=logs,metrics query query.* resultQueryRowID quantization:d rollup=Avg,Sum,Count,Min,Max resultField logsPollingInterval:d maxRetries:i timerange!:d timezone activationThreshold:f queryAggregator=Latest,Avg,Sum,Count,Min,Max threshold!:f
temporal endpoint!$ namespace$ activationTargetQueueSize:i targetQueueSize:i taskQueue!$ queueTypes buildId$ workerDeploymentName$ workerDeploymentBuildId$ selectAllActive:b selectUnversioned:b apiKey$*- minConnectTimeout:i unsafeSsl:b cert*- key*- keyPassword*- ca*- tlsServerName
`;
