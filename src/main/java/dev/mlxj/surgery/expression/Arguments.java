package dev.mlxj.surgery.expression;

import dev.mlxj.array.Array;
import dev.mlxj.array.Weak;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arguments of a call, taken one by one as its function wants them. */
final class Arguments {
    private final List<Value> positional;
    private final Map<String, Value> named;
    private int taken;

    Arguments(List<Value> positional, Map<String, Value> named) {
        this.positional = positional;
        this.named = new LinkedHashMap<>(named);
    }

    /** The next argument, by place or by name; null if it is absent or None. */
    @Nullable Value optional(String name) {
        Value value = taken < positional.size() ? positional.get(taken++) : named.remove(name);
        return value instanceof Value.Nothing ? null : value;
    }

    Value required(String name) {
        Value value = optional(name);
        if (value == null) {
            throw new IllegalArgumentException("the argument '" + name + "' is missing");
        }
        return value;
    }

    Array array(String name) {
        return asArray(required(name));
    }

    DType dtype(String name) {
        if (required(name) instanceof Value.Type(DType dtype)) {
            return dtype;
        }
        throw new IllegalArgumentException("'" + name + "' is a dtype, as f32 or bf16");
    }

    long whole(String name, long otherwise) {
        Value value = optional(name);
        return value == null ? otherwise : whole(value, name);
    }

    double real(String name) {
        return switch (required(name)) {
            case Value.Whole(long number) -> number;
            case Value.Real(double number) -> number;
            default -> throw new IllegalArgumentException("'" + name + "' is a number");
        };
    }

    boolean flag(String name) {
        Value value = optional(name);
        return value instanceof Value.Truth(boolean truth) && truth;
    }

    /** Some integers: one, or a sequence; null if there are none. */
    long @Nullable [] integers(String name) {
        Value value = optional(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Value.Items(List<Value> items)) {
            return items.stream().mapToLong(item -> whole(item, name)).toArray();
        }
        return new long[] {whole(value, name)};
    }

    /** All remaining places as integers, or one sequence of them: {@code reshape(x, 2, 3)}. */
    long[] rest(String name) {
        if (taken == positional.size() - 1 || taken == positional.size()) {
            long[] one = integers(name);
            return one == null ? new long[0] : one;
        }
        long[] all = new long[positional.size() - taken];
        for (int i = 0; i < all.length; i++) {
            all[i] = whole(positional.get(taken++), name);
        }
        return all;
    }

    private static long whole(Value value, String name) {
        if (value instanceof Value.Whole(long number)) {
            return number;
        }
        throw new IllegalArgumentException("'" + name + "' is an integer");
    }

    /** Nothing may be left. */
    void finish() {
        if (taken < positional.size()) {
            throw new IllegalArgumentException(
                    "takes %d arguments, got %d".formatted(taken, positional.size()));
        }
        if (!named.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no argument '" + named.keySet().iterator().next() + "'");
        }
    }

    static Array asArray(Value value) {
        return switch (value) {
            case Value.Of(Array array) -> array;
            case Value.Whole(long number) -> Array.scalar(number);
            case Value.Real(double number) -> Array.scalar(number);
            case Value.Truth(boolean truth) -> Array.scalar(truth);
            case Value.Type _, Value.Items _, Value.Nothing _ ->
                    throw new IllegalArgumentException("an array or a number is expected");
        };
    }

    /** A number beside an array takes the array's dtype where it fits. */
    static Array beside(Value value, Value other) {
        if (!(other instanceof Value.Of(Array array))) {
            return asArray(value);
        }
        return switch (value) {
            case Value.Whole(long number) -> Weak.of(array, number);
            case Value.Real(double number) -> Weak.of(array, number);
            case Value.Truth(boolean truth) -> Weak.of(array, truth);
            default -> asArray(value);
        };
    }
}
