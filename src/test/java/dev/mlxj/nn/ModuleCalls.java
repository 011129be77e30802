package dev.mlxj.nn;

import static dev.mlxj.nn.Descriptions.describe;
import static dev.mlxj.nn.Descriptions.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;
import dev.mlxj.tree.Tree;
import dev.mlxj.weights.Weights;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Performs the calls of a case on a module, and answers its queries. */
final class ModuleCalls {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Module root;

    ModuleCalls(Module root) {
        this.root = root;
    }

    /** What a call gave, or what it threw. */
    record Result(JsonNode value, @Nullable RuntimeException error) {}

    Module root() {
        return root;
    }

    /**
     * Fills the arrays of parameters() with 1, 2, 3 .. in their order; to MLX's full, bool is no
     * dtype.
     */
    void fill() {
        AtomicInteger number = new AtomicInteger();
        root.update(
                root.parameters()
                        .map(
                                array ->
                                        TestArrays.full(
                                                number.incrementAndGet(),
                                                array.dtype() == DType.BOOL
                                                        ? DType.I32
                                                        : array.dtype(),
                                                array.shape().toArray())));
    }

    Result perform(Object from, JsonNode call) {
        try {
            Object target = resolve(from, call.path("on").asText(""));
            Object result = call(target, call.path("call").asText(), call.path("args"));
            boolean self = result == target && target instanceof Module;
            return new Result(self ? JSON.textNode("self") : describe(result), null);
        } catch (IllegalArgumentException
                | IllegalStateException
                | java.util.NoSuchElementException e) {
            return new Result(JSON.nullNode(), e);
        }
    }

    private Object call(Object target, String name, JsonNode args) {
        if (name.equals("is_module")) {
            return target instanceof Module;
        }
        if (name.equals("append")) {
            Place.list((List<?>) target).add(Descriptions.build(args.path("value")));
            return Descriptions.None.NONE;
        }
        Module module = (Module) target;
        return switch (name) {
            case "freeze", "unfreeze" -> freeze(module, name.equals("freeze"), args);
            case "train" -> args.path("mode").asBoolean(true) ? module.train() : module.eval();
            case "eval" -> module.eval();
            case "training" -> module.training();
            case "set_dtype" -> setDtype(module, args);
            case "apply" -> apply(module, args);
            case "quantize" -> quantize(module, args);
            case "to_quantized" -> toQuantized(module, args);
            case "update" -> module.update(arrays(args), strictness(args));
            case "update_modules" -> module.updateModules(modules(args), strictness(args));
            case "filter_and_map" -> filterAndMap(module, args);
            case "apply_to_modules" -> applyToModules(module, args);
            case "visit" -> module.namedModules().stream().map(Map.Entry::getKey).toList();
            case "visit_and_add" -> visitAndAdd(module, args);
            case "load_weights" -> module.loadWeights(weights(args), strictness(args));
            case "set" -> set(module, args);
            case "delete" -> delete(module, args);
            case "get" -> get(module, args.path("name").asText());
            case "save_weights" -> saveWeights(module, args.path("file").asText());
            case "save_and_load" -> saveAndLoad(module, args);
            case "value_and_grad" -> valueAndGrad(module, args.path("use"));
            case "update_with_trainable" -> module.update(module.trainableParameters());
            case "update_with_parameters" -> module.update(module.parameters());
            case "update_modules_with_children" -> module.updateModules(module.children());
            case "update_modules_with_leaf_modules" -> module.updateModules(module.leafModules());
            case "keys", "flat", "children", "leaf_modules", "named_modules", "state" ->
                    query(name, module);
            default -> Assumptions.abort("no call " + name);
        };
    }

    private static Module freeze(Module module, boolean freeze, JsonNode args) {
        List<FreezeOption> chosen = new ArrayList<>();
        if (!args.path("recurse").asBoolean(true)) {
            chosen.add(FreezeOption.NO_RECURSE);
        }
        if (args.path("strict").asBoolean()) {
            chosen.add(FreezeOption.STRICT);
        }
        FreezeOption[] options = chosen.toArray(FreezeOption[]::new);
        if (!args.has("keys")) {
            return freeze ? module.freeze(options) : module.unfreeze(options);
        }
        List<String> keys = new ArrayList<>();
        JsonNode named = args.path("keys");
        if (named.isTextual()) {
            keys.add(named.asText());
        }
        (named.isObject() ? named.elements().next() : named).forEach(key -> keys.add(key.asText()));
        return freeze ? module.freeze(keys, options) : module.unfreeze(keys, options);
    }

    private static Module setDtype(Module module, JsonNode args) {
        DType dtype = DType.valueOf(args.path("dtype").asText());
        if (!args.has("predicate")) {
            return module.setDtype(dtype);
        }
        return module.setDtype(
                dtype,
                any ->
                        switch (args.path("predicate").asText()) {
                            case "integer" -> any.isInteger();
                            case "signedinteger" -> any.category() == DType.Category.SIGNED;
                            case "unsignedinteger" -> any.category() == DType.Category.UNSIGNED;
                            case "complexfloating" -> any.category() == DType.Category.COMPLEX;
                            case "number" -> any != DType.BOOL;
                            case "generic", "null" -> true;
                            default -> throw new AssertionError(args);
                        });
    }

    private static Module apply(Module module, JsonNode args) {
        String[] map = args.path("map").asText().split(" ", -1);
        AtomicInteger calls = new AtomicInteger();
        return module.apply(
                array ->
                        switch (map[0]) {
                            case "astype" -> array.astype(DType.valueOf(map[1]));
                            case "multiply" -> array.multiply(Double.parseDouble(map[1]));
                            case "reshape" -> array.reshape(Long.parseLong(map[1]));
                            case "fail" -> failAtSecond(array, calls.incrementAndGet());
                            case "none", "size" -> noArray();
                            default -> throw new AssertionError(args);
                        },
                filter(args.path("filter").asText("valid_parameter")));
    }

    /** What is no array cannot be returned, but null can. */
    @SuppressWarnings("NullAway")
    private static Array noArray() {
        return null;
    }

    private static Array failAtSecond(Array array, int call) {
        if (call == 2) {
            throw new IllegalArgumentException("second array");
        }
        return array.multiply(2.0);
    }

    static MemberFilter filter(String name) {
        return switch (name) {
            case "valid_parameter" -> MemberFilter.PARAMETER;
            case "trainable_parameter" -> MemberFilter.TRAINABLE;
            case "valid_child" -> MemberFilter.CHILD;
            case "all" -> (owner, key, value) -> true;
            case "arrays" -> (owner, key, value) -> value instanceof Array;
            case "containers and weight" ->
                    (owner, key, value) -> MemberFilter.isContainer(value) || key.equals("weight");
            case "matrices" ->
                    (owner, key, value) ->
                            MemberFilter.isContainer(value)
                                    || (value instanceof Array array && array.shape().rank() == 2);
            case "not Linear" ->
                    (owner, key, value) ->
                            !isLinear(value) && MemberFilter.PARAMETER.test(owner, key, value);
            default -> throw new AssertionError(name);
        };
    }

    private static boolean isLinear(Object value) {
        return value instanceof Module module && module.layerName().equals("Linear");
    }

    private static Object filterAndMap(Module module, JsonNode args) {
        String map = args.path("map").asText("identity");
        MemberFilter leaf =
                switch (args.path("is_leaf").asText("default")) {
                    case "modules" -> (owner, key, value) -> value instanceof Module;
                    case "Linear" ->
                            (owner, key, value) ->
                                    isLinear(value) || !MemberFilter.isContainer(value);
                    case "lists" ->
                            (owner, key, value) ->
                                    value instanceof List || !MemberFilter.isContainer(value);
                    case "nothing" -> (owner, key, value) -> false;
                    default -> (owner, key, value) -> !MemberFilter.isContainer(value);
                };
        return module.filterAndMap(
                filter(args.path("filter").asText()),
                value ->
                        switch (map) {
                            case "size" -> ((Array) value).shape().elements();
                            case "shape" -> ((Array) value).shape().toList();
                            case "astype F16" -> ((Array) value).astype(DType.F16);
                            case "type" -> ((Module) value).layerName();
                            default -> value;
                        },
                leaf);
    }

    private static Object quantize(Module module, JsonNode args) {
        Quantization how = LibraryLayers.quantization(args);
        JsonNode then = args.path("then");
        if (then.isNumber()) {
            throw new IllegalArgumentException("a choice does not compile that is a number");
        }
        if (args.has("if")) {
            LayerQuantization.quantize(
                    module,
                    (path, layer) ->
                            matches(args.path("if"), path, layer)
                                    ? Optional.of(
                                            then.isObject()
                                                    ? LibraryLayers.quantization(then)
                                                    : how)
                                    : Optional.empty());
        } else {
            LayerQuantization.quantize(module, how);
        }
        return Descriptions.None.NONE;
    }

    private static Object toQuantized(Module module, JsonNode args) {
        Module layer = module.moduleAt(args.path("name").asText());
        module.set(
                args.path("name").asText(),
                ((Quantizable) layer).toQuantized(LibraryLayers.quantization(args)));
        return Descriptions.None.NONE;
    }

    private Module applyToModules(Module module, JsonNode args) {
        return module.applyToModules(
                (path, visited) -> {
                    if (matches(args.path("if"), path, visited)) {
                        RuntimeException error = perform(visited, args.path("do")).error();
                        if (error != null) {
                            throw error;
                        }
                    }
                });
    }

    private static boolean matches(JsonNode condition, String path, Module module) {
        return path.endsWith(condition.path("suffix").asText(""))
                && path.startsWith(condition.path("prefix").asText(""))
                && condition.path("layer").asText(module.layerName()).equals(module.layerName())
                && condition.path("path").asText(path).equals(path);
    }

    private static List<String> visitAndAdd(Module module, JsonNode args) {
        List<String> paths = new ArrayList<>();
        module.applyToModules(
                (path, visited) -> {
                    paths.add(path);
                    if (path.isEmpty()) {
                        visited.set(
                                args.path("name").asText(), Descriptions.build(args.path("value")));
                    }
                });
        return paths;
    }

    static List<Map.Entry<String, Array>> weights(JsonNode args) {
        List<Map.Entry<String, Array>> weights = new ArrayList<>();
        for (JsonNode pair : args.path("weights")) {
            if (!pair.path(1).isTextual()) {
                return Assumptions.abort("a number among the weights does not compile");
            }
            weights.add(
                    Map.entry(pair.path(0).asText(), Descriptions.array(pair.path(1).asText())));
        }
        return weights;
    }

    /** The names in the file with dtype and shape, sorted. */
    private static Object saveWeights(Module module, String name) {
        return inFile(
                name,
                file -> {
                    module.saveWeights(file);
                    try (Weights weights = Weights.load(file)) {
                        return new TreeMap<>(weights.arrays());
                    }
                });
    }

    private static Object saveAndLoad(Module module, JsonNode args) {
        return inFile(
                args.path("file").asText(),
                file -> {
                    module.saveWeights(file);
                    module.apply(array -> array.multiply(0));
                    return module.loadWeights(file, strictness(args));
                });
    }

    /** What is done with a file in a new folder. */
    private interface WithFile {
        Object run(Path file) throws IOException;
    }

    private static Object inFile(String name, WithFile work) {
        try {
            Path folder = Files.createTempDirectory("weights");
            Path file = folder.resolve(name);
            try {
                return work.run(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the sum of the squares of all parameters, or of those that {@code use} names. */
    private static JsonNode valueAndGrad(Module module, JsonNode use) {
        Set<String> used = new TreeSet<>();
        use.forEach(name -> used.add(name.asText()));
        ValueAndGrad.Result result =
                ValueAndGrad.of(
                        module,
                        () -> {
                            Array sum = Array.scalar(0.0);
                            for (var entry : module.parameters().entries()) {
                                if (used.isEmpty() || used.contains(entry.getKey())) {
                                    sum = sum.add(entry.getValue().square().sum());
                                }
                            }
                            return sum;
                        });
        ObjectNode first = JSON.objectNode();
        result.gradients().forEach((path, array) -> first.put(path, TestArrays.floats(array)[0]));
        ObjectNode json = JSON.objectNode();
        json.put("value", TestArrays.floats(result.value())[0]);
        json.set("gradients", describe(result.gradients()));
        json.set("first", first);
        return json;
    }

    private static Object set(Module module, JsonNode args) {
        Descriptions.assign(
                module, args.path("name").asText(), Descriptions.build(args.path("value")));
        return Descriptions.None.NONE;
    }

    private static Object delete(Module module, JsonNode args) {
        module.remove(args.path("name").asText());
        return Descriptions.None.NONE;
    }

    private static Object get(Module module, String name) {
        Object member = module.members().get(name);
        if (member == null) {
            throw new java.util.NoSuchElementException(name);
        }
        return member;
    }

    static Strictness strictness(JsonNode args) {
        return args.path("strict").asBoolean(true) ? Strictness.STRICT : Strictness.LENIENT;
    }

    static Tree<Array> arrays(JsonNode args) {
        return tree(args.path("tree"), Array.class, strictness(args));
    }

    private static Tree<Module> modules(JsonNode args) {
        return tree(args.path("tree"), Module.class, strictness(args));
    }

    /**
     * A tree for update: strings are arrays. What the type of the tree does not allow is refused,
     * as the compiler would; where MLX ignores it, it is left out.
     */
    private static <T> Tree<T> tree(JsonNode node, Class<T> type, Strictness strictness) {
        Object value = node;
        if (node.isTextual()) {
            value = Descriptions.array(node.asText());
        } else if (node.has("layer") || node.has("module")) {
            value = Descriptions.build(node);
        }
        if (type.isInstance(value)) {
            return new Tree.Leaf<>(type.cast(value));
        }
        if (node.isArray()) {
            List<Tree<T>> items = new ArrayList<>();
            node.forEach(item -> items.add(tree(item, type, strictness)));
            return new Tree.Items<>(items);
        }
        if (node.isObject() && value == node && !node.has("value") && !node.has("tuple")) {
            LinkedHashMap<String, Tree<T>> fields = new LinkedHashMap<>();
            node.properties()
                    .forEach(e -> fields.put(e.getKey(), tree(e.getValue(), type, strictness)));
            return Tree.fields(fields);
        }
        if (strictness == Strictness.STRICT) {
            throw new IllegalArgumentException(
                    "no Tree<%s> holds %s".formatted(type.getSimpleName(), node));
        }
        return new Tree.Empty<>();
    }

    /** The answer to a query, as JSON. */
    static JsonNode query(String name, Module model) {
        return switch (name) {
            case "parameters" -> describe(model.parameters());
            case "trainable" -> describe(model.trainableParameters());
            case "frozen" -> frozen(model);
            case "training" -> training(model);
            case "children" -> describe(model.children());
            case "leaf_modules" -> describe(model.leafModules());
            case "modules" -> describe(model.modules());
            case "named_modules" -> describe(model.namedModules());
            case "repr" -> describe(model.toString());
            case "values" -> values(model);
            case "keys" -> describe(new ArrayList<>(model.members().keySet()));
            case "state" -> describe(model.members());
            case "flat" -> describe(model.parameters().entries());
            default -> throw new AssertionError(name);
        };
    }

    private static JsonNode frozen(Module model) {
        Map<String, Set<String>> names = new TreeMap<>();
        model.applyToModules(
                (path, module) -> {
                    if (!module.frozen().isEmpty()) {
                        names.put(path, new TreeSet<>(module.frozen()));
                    }
                });
        ObjectNode json = JSON.objectNode();
        names.forEach((path, keys) -> json.set(path, describe(List.copyOf(keys))));
        return json;
    }

    private static JsonNode training(Module model) {
        ObjectNode json = JSON.objectNode();
        model.applyToModules((path, module) -> json.put(path, module.training()));
        return json;
    }

    private static JsonNode values(Module model) {
        ObjectNode json = JSON.objectNode();
        model.parameters().forEach((path, array) -> json.set(path, TestArrays.values(array)));
        return json;
    }
}
