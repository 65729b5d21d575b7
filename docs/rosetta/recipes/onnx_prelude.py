import numpy as np
import onnxruntime
from onnx import TensorProto, helper


def run(op_type, *inputs, outputs=1, **attributes):
    """One ONNX node, run by ONNX Runtime; a model of yours has the node alone."""
    names = [f"x{i}" for i in range(len(inputs))]
    results = [f"y{i}" for i in range(outputs)]
    node = helper.make_node(op_type, names, results, **attributes)
    kinds = {np.dtype("float32"): TensorProto.FLOAT, np.dtype("int64"): TensorProto.INT64}
    given = [
        helper.make_tensor_value_info(n, kinds[x.dtype], x.shape)
        for n, x in zip(names, inputs, strict=True)
    ]
    wanted = [
        helper.make_tensor_value_info(n, kinds[np.dtype("int64" if i else "float32")], None)
        for i, n in enumerate(results)
    ]
    graph = helper.make_graph([node], "one", given, wanted)
    opset = [helper.make_opsetid("", 21)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=10)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return session.run(None, dict(zip(names, inputs, strict=True)))
