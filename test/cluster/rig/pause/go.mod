module flink-fleet/test/cluster/rig/pause

go 1.26.0
