"""An S3 server for tests: moto's, in a process of its own, or Ceph's where script/radosgw runs the tests."""

import os
import subprocess
import sys
from contextlib import contextmanager

BUCKET = "danvan"
OWNER = {"aws_access_key_id": "danvan", "aws_secret_access_key": "not-a-secret", "region_name": "us-east-1"}
OPTIONS = {"access_key": "danvan", "secret_key": "not-a-secret", "region_name": "us-east-1"}
OPTIONS |= {"file_overwrite": False, "max_memory_size": 1 << 20}


@contextmanager
def store_server(port):
    """Yield the address at which a server answers that has our bucket."""
    if "RADOSGW" in os.environ:
        yield with_bucket(os.environ["RADOSGW"])
        return
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, "-m", "moto.server", "-p", str(port)], **silent)
    try:
        yield with_bucket(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait()


def with_bucket(address):
    import boto3
    from botocore.exceptions import BotoCoreError

    client = boto3.client("s3", endpoint_url=address, **OWNER)
    for _try in range(200):
        try:
            client.create_bucket(Bucket=BUCKET)
            break
        except BotoCoreError:
            continue
    return address


def bucket_at(address):
    """Return our bucket as an S3 client sees it."""
    import boto3

    return boto3.resource("s3", endpoint_url=address, **OWNER).Bucket(BUCKET)
