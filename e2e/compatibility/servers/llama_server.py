"""llama.cpp's own server, as xllamacpp holds it: `llama_server.py MODEL PORT`. It ends with its process."""

import signal
import sys

import xllamacpp

parameters = xllamacpp.CommonParams()
parameters.model.path = sys.argv[1]
parameters.hostnames = ["127.0.0.1"]
parameters.port = int(sys.argv[2])
parameters.model_alias = {"tiny"}
parameters.n_parallel = 2
parameters.n_ctx = 1024
parameters.warmup = False
server = xllamacpp.Server(parameters)
signal.pause()
