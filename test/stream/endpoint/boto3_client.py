"""Drives every operation of the endpoint by boto3 and prints what came of it: boto3_client.py <url>"""

import json
import sys

import boto3
from botocore.config import Config

kinesis = boto3.client(
    "kinesis",
    endpoint_url=sys.argv[1],
    region_name="eu-west-1",
    aws_access_key_id="any",
    aws_secret_access_key="any",
    config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
)
stream = {"StreamName": "audit"}
MIDDLE = str(2**127)


def refusal(call, **parameters):
    try:
        call(**parameters)
    except kinesis.exceptions.ClientError as error:
        return [type(error).__name__, error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
    return None


def read(shard):
    iterator = kinesis.get_shard_iterator(**stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    return [record["Data"].decode() for record in kinesis.get_records(ShardIterator=iterator)["Records"]]


result = {}
kinesis.create_stream(**stream, ShardCount=1)
kinesis.get_waiter("stream_exists").wait(**stream)
summary = kinesis.describe_stream_summary(**stream)["StreamDescriptionSummary"]
arn = summary["StreamARN"]
result["summary"] = [summary["StreamStatus"], summary["OpenShardCount"], summary["RetentionPeriodHours"]]
result["created"] = summary["StreamCreationTimestamp"].timestamp()
result["streams"] = kinesis.list_streams()["StreamNames"]
result["limits"] = kinesis.describe_limits()["OpenShardCount"]

one = kinesis.put_record(**stream, Data=b"one", PartitionKey="a")
more = kinesis.put_records(
    StreamARN=arn,
    Records=[{"Data": text.encode(), "PartitionKey": text, "ExplicitHashKey": "0"} for text in ("two", "three")],
)
result["put"] = [one["ShardId"], more["FailedRecordCount"], [record["ShardId"] for record in more["Records"]]]
result["growing"] = int(one["SequenceNumber"]) < int(more["Records"][0]["SequenceNumber"])
result["read"] = read("shardId-000000000000")

kinesis.split_shard(**stream, ShardToSplit="shardId-000000000000", NewStartingHashKey=MIDDLE)
kinesis.merge_shards(**stream, ShardToMerge="shardId-000000000001", AdjacentShardToMerge="shardId-000000000002")
kinesis.update_shard_count(**stream, TargetShardCount=2, ScalingType="UNIFORM_SCALING")
pages = kinesis.get_paginator("list_stream_consumers").paginate(StreamARN=arn)
kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="fan-out")
result["consumers"] = [consumer["ConsumerName"] for page in pages for consumer in page["Consumers"]]
result["shards"] = [shard["ShardId"][-1] for shard in kinesis.list_shards(**stream)["Shards"]]
result["open"] = [
    shard["ShardId"][-1] for shard in kinesis.list_shards(**stream, ShardFilter={"Type": "AT_LATEST"})["Shards"]
]
result["described"] = len(kinesis.describe_stream(**stream)["StreamDescription"]["Shards"])
ended = kinesis.get_records(
    ShardIterator=kinesis.get_shard_iterator(
        **stream,
        ShardId="shardId-000000000000",
        ShardIteratorType="AFTER_SEQUENCE_NUMBER",
        StartingSequenceNumber=more["Records"][1]["SequenceNumber"],
    )["ShardIterator"]
)
result["ended"] = ["NextShardIterator" in ended, [child["ShardId"][-1] for child in ended["ChildShards"]]]

consumer = kinesis.describe_stream_consumer(StreamARN=arn, ConsumerName="fan-out")["ConsumerDescription"]
subscription = kinesis.subscribe_to_shard(
    ConsumerARN=consumer["ConsumerARN"],
    ShardId="shardId-000000000000",
    StartingPosition={"Type": "TRIM_HORIZON"},
)
events = [event["SubscribeToShardEvent"] for event in subscription["EventStream"]]
result["subscribed"] = [record["Data"].decode() for event in events for record in event["Records"]]
result["children"] = [child["ShardId"][-1] for child in events[-1]["ChildShards"]]
kinesis.deregister_stream_consumer(ConsumerARN=consumer["ConsumerARN"])

kinesis.increase_stream_retention_period(**stream, RetentionPeriodHours=72)
kinesis.decrease_stream_retention_period(**stream, RetentionPeriodHours=48)
kinesis.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=2048)
kinesis.update_stream_mode(StreamARN=arn, StreamModeDetails={"StreamMode": "ON_DEMAND"})
summary = kinesis.describe_stream_summary(**stream)["StreamDescriptionSummary"]
result["changed"] = [
    summary["RetentionPeriodHours"],
    summary["MaxRecordSizeInKiB"],
    summary["StreamModeDetails"]["StreamMode"],
]

result["refusals"] = [
    refusal(kinesis.create_stream, **stream, ShardCount=1),
    refusal(kinesis.describe_stream, StreamName="none"),
    refusal(kinesis.get_records, ShardIterator="none"),
    refusal(kinesis.put_record, **stream, Data=b"", PartitionKey="k" * 257),
    refusal(kinesis.split_shard, **stream, ShardToSplit="shardId-000000000004", NewStartingHashKey="1"),
    refusal(kinesis.add_tags_to_stream, **stream, Tags={"a": "b"}),
]
kinesis.delete_stream(**stream)
kinesis.get_waiter("stream_not_exists").wait(**stream)
result["left"] = kinesis.list_streams()["StreamNames"]
print(json.dumps(result))
