package dev.mlxj.array;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.mlxj.golden.GoldenCase;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Golden cases that expect an answer in JSON instead of arrays: rules on dtypes, members. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DTypeCategory[] CATEGORIES = DTypeCategory.values();

    private final GoldenCase golden;

    private Answers(GoldenCase golden) {
        this.golden = golden;
    }

    /** Whether the case asks for an answer, or for the error that it gives. */
    static boolean has(GoldenCase golden) {
        boolean refused = golden.json().has("error");
        return golden.json().has("expect")
                || (refused && golden.op().matches("array.(len|item|bool)|mx.broadcast_shapes"));
    }

    static void check(GoldenCase golden) {
        JsonNode expected = golden.json().path("expect");
        JsonNode got = JSON.valueToTree(new Answers(golden).answer());
        List<String> differences = new ArrayList<>();
        compare("", expected, got, differences);
        if (!differences.isEmpty()) {
            throw new AssertionError("case %s: %s".formatted(golden.id(), differences));
        }
    }

    private static void compare(String path, JsonNode expected, JsonNode got, List<String> found) {
        if (expected.isObject()) {
            for (Map.Entry<String, JsonNode> field : expected.properties()) {
                String name = field.getKey();
                if (got.has(name)) {
                    compare(path + "/" + name, field.getValue(), got.path(name), found);
                } else {
                    found.add(path + "/" + name + " is missing");
                }
            }
            return;
        }
        boolean same =
                (expected.isNumber() && got.isNumber())
                        ? (expected.decimalValue().compareTo(got.decimalValue()) == 0
                                || expected.doubleValue() == got.doubleValue())
                        : expected.equals(got) || sameItems(expected, got);
        if (!same) {
            found.add("%s: expected %s, got %s".formatted(path, expected, got));
        }
    }

    private static boolean sameItems(JsonNode expected, JsonNode got) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            compare("", expected.path(i), got.path(i), found);
        }
        return expected.isArray() && expected.size() == got.size() && found.isEmpty();
    }

    private Object answer() {
        return switch (golden.op()) {
            case "promotion_table" -> pairs((a, b) -> Promotion.of(a, b).name());
            case "can_cast_table" -> pairs(Promotion::canCast);
            case "promotion_scalar_table" -> scalars();
            case "issubdtype_table" -> subtypes();
            case "isdtype_table" -> kinds();
            case "finfo_table" -> floats();
            case "iinfo_table" -> integers();
            case "constants" ->
                    Map.of(
                            "pi",
                            Constants.PI,
                            "e",
                            Constants.E,
                            "euler_gamma",
                            Constants.EULER_GAMMA);
            case "mx.result_type" -> Map.of("dtype", resultType().name());
            case "mx.broadcast_shapes" -> Map.of("shape", broadcast().toList());
            case "array.properties" -> properties(input());
            case "array.repr" -> Map.of("text", input().toText());
            case "array.tolist" -> Map.of("value", input().toList());
            case "array.item" -> Map.of("value", only(input()));
            case "array.bool" -> Map.of("value", input().itemBoolean());
            case "array.int" -> Map.of("value", input().itemLong());
            case "array.float" -> Map.of("value", input().item());
            case "array.len" -> Map.of("value", input().length());
            case "result_dtype_table" -> UnaryDTypes.table();
            default -> golden.skip("there is no answer to " + golden.op());
        };
    }

    private Array input() {
        return Array.of(golden.inputs().firstEntry().getValue());
    }

    private static Object only(Array array) {
        array.item();
        return array.flatten().toList() instanceof List<?> list ? list.getFirst() : array;
    }

    private static List<DType> arithmetic() {
        List<DType> dtypes = new ArrayList<>();
        for (DType dtype : DType.values()) {
            if (dtype.isArithmetic()) {
                dtypes.add(dtype);
            }
        }
        return dtypes;
    }

    private static Map<String, Object> pairs(BiFunction<DType, DType, Object> rule) {
        Map<String, Object> table = new LinkedHashMap<>();
        for (DType a : arithmetic()) {
            for (DType b : arithmetic()) {
                table.put(a + "," + b, rule.apply(a, b));
            }
        }
        return table;
    }

    private static Map<String, Object> scalars() {
        Map<String, Object> table = new LinkedHashMap<>();
        for (DType dtype : arithmetic()) {
            Array array = Array.zeros(dtype, 2);
            table.put(dtype + ",bool", array.add(Weak.of(array, true)).dtype().name());
            table.put(dtype + ",int", array.add(1).dtype().name());
            table.put(dtype + ",float", array.add(1.0).dtype().name());
        }
        return table;
    }

    private static Map<String, Object> subtypes() {
        Map<String, Object> table = new LinkedHashMap<>();
        for (DType dtype : arithmetic()) {
            pairs(table, dtype.name(), (other, same) -> same == dtype, c -> c.contains(dtype));
        }
        for (DTypeCategory category : CATEGORIES) {
            String name = category.name().toLowerCase(Locale.ROOT);
            pairs(table, name, (other, same) -> false, c -> c.contains(category));
        }
        return table;
    }

    private static void pairs(
            Map<String, Object> table,
            String name,
            BiPredicate<String, DType> ofDType,
            Predicate<DTypeCategory> ofCategory) {
        for (DType other : arithmetic()) {
            table.put(name + "," + other, ofDType.test(name, other));
        }
        for (DTypeCategory category : CATEGORIES) {
            String other = category.name().toLowerCase(Locale.ROOT);
            table.put(name + "," + other, ofCategory.test(category));
        }
    }

    private static Map<String, Object> kinds() {
        Map<String, Object> table = new LinkedHashMap<>();
        for (DType dtype : arithmetic()) {
            table.put(dtype + ",bool", dtype == DType.BOOL);
            table.put(dtype + ",signed integer", DTypeCategory.SIGNEDINTEGER.contains(dtype));
            table.put(dtype + ",unsigned integer", DTypeCategory.UNSIGNEDINTEGER.contains(dtype));
            table.put(dtype + ",integral", DTypeCategory.INTEGER.contains(dtype));
            table.put(dtype + ",real floating", DTypeCategory.FLOATING.contains(dtype));
            table.put(dtype + ",complex floating", DTypeCategory.COMPLEXFLOATING.contains(dtype));
            table.put(dtype + ",numeric", DTypeCategory.NUMBER.contains(dtype));
        }
        return table;
    }

    private static Map<String, Object> floats() {
        Map<String, Object> table = new LinkedHashMap<>();
        for (DType dtype : List.of(DType.F16, DType.BF16, DType.F32, DType.F64)) {
            FloatInfo info = FloatInfo.of(dtype);
            table.put(
                    dtype.name(),
                    Map.of(
                            "min", info.min(),
                            "max", info.max(),
                            "eps", info.eps(),
                            "smallest_normal", info.smallestNormal(),
                            "bits", info.bits()));
        }
        return table;
    }

    private static Map<String, Object> integers() {
        Map<String, Object> table = new LinkedHashMap<>();
        for (DType dtype : arithmetic()) {
            if (dtype.isInteger()) {
                Object max = Range.greatest(dtype);
                if (dtype == DType.U64) {
                    max = new BigInteger(Long.toUnsignedString(Range.greatest(dtype)));
                }
                table.put(dtype.name(), Map.of("min", Range.least(dtype), "max", max));
            }
        }
        return table;
    }

    private DType resultType() {
        List<Array> arrays = new ArrayList<>();
        golden.args()
                .path("dtypes")
                .forEach(name -> arrays.add(Array.zeros(DType.valueOf(name.asText()))));
        return Promotion.of(arrays);
    }

    private Shape broadcast() {
        Shape shape = Shape.SCALAR;
        for (JsonNode extents : golden.args().path("shapes")) {
            long[] next = new long[extents.size()];
            for (int i = 0; i < next.length; i++) {
                next[i] = extents.path(i).asLong();
            }
            shape = Shapes.broadcast(shape, Shape.of(next));
        }
        return shape;
    }

    private static Map<String, Object> properties(Array array) {
        return Map.of(
                "shape", array.shape().toList(),
                "ndim", array.ndim(),
                "size", array.size(),
                "itemsize", array.itemsize(),
                "nbytes", array.nbytes(),
                "dtype", array.dtype().name());
    }
}
