module cdk8s-autoscaling/test/cluster/judge

go 1.26.0

require (
	github.com/expr-lang/expr v1.17.8
	github.com/robfig/cron/v3 v3.0.1
)
