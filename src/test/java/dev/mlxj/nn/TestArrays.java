package dev.mlxj.nn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Tensor;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Arrays to fill modules with, and their elements. */
final class TestArrays {
    private static final ValueLayout.OfFloat F32 =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private TestArrays() {}

    static Array full(double number, DType dtype, long... shape) {
        return Array.full(DType.F64, number, shape).astype(dtype);
    }

    /** The elements as F32, row by row. */
    static float[] floats(Array array) {
        Tensor tensor = array.astype(DType.F32).tensor();
        return tensor.bytes().toArray(F32);
    }

    /** The number that all elements are; a list of all, row by row, if they differ or are none. */
    static JsonNode values(Array array) {
        float[] floats = floats(array);
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        boolean constant = floats.length > 0;
        for (float element : floats) {
            all.add(element);
            constant &= element == floats[0];
        }
        return constant ? all.get(0) : all;
    }
}
