package dev.mlxj.array;

import dev.mlxj.array.Operations.Operation;
import dev.mlxj.array.op.GatherQmm;
import dev.mlxj.array.op.QuantizedMatmul;
import dev.mlxj.tensor.Quantization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operations on packed matrices by the reference's names. */
final class QuantizedOperations {
    private QuantizedOperations() {}

    static Map<String, Operation> all() {
        return Map.of(
                "mx.quantize",
                QuantizedOperations::quantize,
                "mx.dequantize",
                QuantizedOperations::dequantize,
                "mx.quantized_matmul",
                call -> List.of(product(call)),
                "mx.gather_qmm",
                call -> List.of(gathered(call)));
    }

    private static List<Array> quantize(OperationCall call) {
        Quantized quantized = call.x().quantize(how(call));
        List<Array> parts = new ArrayList<>(List.of(quantized.weight(), quantized.scales()));
        if (quantized.biases() != null) {
            parts.add(quantized.biases());
        }
        return parts;
    }

    private static List<Array> dequantize(OperationCall call) {
        Quantized packed = packed(call);
        return List.of(packed.dequantize(call.dtype(packed.dtype())));
    }

    private static Array product(OperationCall call) {
        Quantized w = packed(call);
        return call.flag("transpose", true)
                ? call.x().quantizedMatmul(w)
                : QuantizedMatmul.untransposed(call.x(), w);
    }

    private static Array gathered(OperationCall call) {
        return GatherQmm.of(
                call.x(),
                packed(call),
                call.optional("lhs_indices"),
                call.optional("rhs_indices"),
                call.flag("transpose", true));
    }

    private static Quantized packed(OperationCall call) {
        return new Quantized(
                call.input("w"), call.input("scales"), call.optional("biases"), how(call));
    }

    private static Quantization how(OperationCall call) {
        Quantization.Mode mode =
                Quantization.Mode.named(call.has("mode") ? call.arg("mode").asText() : "affine");
        Quantization usual = Quantization.of(mode);
        return new Quantization(
                mode,
                call.intArg("group_size", usual.groupSize()),
                call.intArg("bits", usual.bits()));
    }
}
