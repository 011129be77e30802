package dev.mlxj.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.mlxj.array.Array;
import dev.mlxj.tree.Tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns what MLX answers into what mlxj answers, where the two differ on purpose, and asserts the
 * difference. After a call in which they leave different parameters, the module is brought to where
 * MLX's is, so that the calls that follow can be compared.
 */
final class Deviations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode SELF = JSON.objectNode().put("returns", "self");

    private final JsonNode golden;
    private final ModuleCalls calls;
    private Map<Place, Array> before = Map.of();
    private List<Write> undone = List.of();
    private @Nullable MlxUpdate mlx;
    private final Map<String, JsonNode> asBefore = new LinkedHashMap<>();

    Deviations(JsonNode golden, ModuleCalls calls) {
        this.golden = golden;
        this.calls = calls;
    }

    private boolean has(String deviation) {
        for (JsonNode tag : golden.path("deviation")) {
            if (tag.asText().equals(deviation)) {
                return true;
            }
        }
        return false;
    }

    /** What the call gives in mlxj, where it gives {@code expected} in MLX. */
    JsonNode result(JsonNode call, JsonNode expected) {
        String name = call.path("call").asText();
        JsonNode own = OwnAnswers.of(golden, name);
        if (own != null) {
            return JSON.objectNode().set("returns", own);
        }
        boolean returnsNothing = expected.has("returns") && expected.path("returns").isNull();
        if (returnsNothing && Set.of("set_dtype", "unfreeze").contains(name)) {
            return SELF; // D2
        }
        if (isEmptyAgainstArray(call, expected)) { // D5
            boolean unknown = call.path("args").path("tree").has("unknown");
            return unknown ? error("ValueError", "\"unknown\"") : SELF;
        }
        if (has("D9") || has("D12") || has("D7")) {
            return name.equals("set") ? JSON.objectNode().putNull("returns") : SELF;
        }
        if (has("D8") && call.path("args").path("tree").has("tup")) {
            boolean strict = call.path("args").path("strict").asBoolean(true);
            return strict ? error("ValueError", "\"tup\"") : SELF;
        }
        if (name.equals("visit") || name.equals("visit_and_add")) {
            ArrayNode paths = JSON.arrayNode();
            declarationOrder(expected.path("returns")).forEach(paths::add);
            return JSON.objectNode().set("returns", paths);
        }
        if (name.equals("named_modules")) {
            return JSON.objectNode().set("returns", namedModules(expected.path("returns")));
        }
        if (expected.path("returns").has("tup") || expected.path("returns").has("mid")) {
            return JSON.objectNode().set("returns", withoutTuples(expected.path("returns")));
        }
        return expected;
    }

    private static JsonNode error(String type, String message) {
        ObjectNode error = JSON.objectNode().put("type", type).put("message", message);
        return JSON.objectNode().set("error", error);
    }

    /** MLX refuses {@code {}} where a list or map has an array; so it fails in apply and update. */
    private static boolean isEmptyAgainstArray(JsonNode call, JsonNode expected) {
        boolean refusesDict =
                expected.path("error")
                        .path("message")
                        .asText()
                        .equals("Received invalid type: dict.");
        return refusesDict
                && (Set.of("apply", "update_with_trainable").contains(call.path("call").asText())
                        || hasEmptyLeaf(call.path("args").path("tree")));
    }

    private static boolean hasEmptyLeaf(JsonNode tree) {
        if (tree.isObject() && tree.isEmpty()) {
            return true;
        }
        for (JsonNode child : tree) {
            if (hasEmptyLeaf(child)) {
                return true;
            }
        }
        return false;
    }

    void before(JsonNode call, JsonNode expected) {
        before = everyArray(calls.root());
        if (has("D3")
                || (has("D4")
                        && expected.has("error"))) { // MLX stores what is no array, or fails late
            golden.path("observe")
                    .forEach(
                            query ->
                                    asBefore.put(
                                            query.asText(),
                                            ModuleCalls.query(query.asText(), calls.root())));
        }
        undone = call.path("call").asText().equals("apply") ? notReachedByApply(call) : List.of();
        mlx = mlxUpdate(call, expected);
    }

    /**
     * What MLX does in an update; null for another call, and where it sees at once that it fails.
     */
    private @Nullable MlxUpdate mlxUpdate(JsonNode call, JsonNode expected) {
        String name = call.path("call").asText();
        boolean loads = name.equals("load_weights") && !expected.has("error");
        if (!loads && !name.equals("update")) {
            return null;
        }
        Module target = (Module) Descriptions.resolve(calls.root(), call.path("on").asText(""));
        JsonNode args = call.path("args");
        try {
            Tree<Array> tree =
                    loads
                            ? Tree.unflatten(WeightLoading.named(ModuleCalls.weights(args)))
                            : ModuleCalls.arrays(args);
            boolean strict = ModuleCalls.strictness(args) == Strictness.STRICT;
            return MlxUpdate.of(target, tree, strict && !loads);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Map<Place, Array> everyArray(Module root) {
        Map<Place, Array> arrays = new LinkedHashMap<>();
        everyPlace(root).forEach(place -> arrays.put(place, (Array) place.value()));
        return arrays;
    }

    private static List<Place> everyPlace(Module root) {
        return root.places(
                        (owner, key, value) ->
                                value instanceof Array || MemberFilter.isContainer(value),
                        (owner, key, value) -> !MemberFilter.isContainer(value),
                        (place, value) -> place)
                .leaves()
                .toList();
    }

    /** Where MLX fails half-way, mlxj must have changed nothing, or all; then MLX is followed. */
    void after(JsonNode call, JsonNode expected, ModuleCalls.Result got) {
        boolean deviates = expected.has("error") || (mlx != null && mlx.emptied());
        if (!deviates || OwnAnswers.of(golden, call.path("call").asText()) != null) {
            return;
        }
        if (has("D3") || has("D4") || has("D5") || has("D9") || has("D12")) {
            return;
        }
        if (got.error() != null) {
            assertThat(everyArray(calls.root())).as("D4: nothing has changed").isEqualTo(before);
        }
        if (mlx != null) {
            before.forEach(Place::set);
            Write.all(mlx.writes());
        }
        Write.all(undone);
        if (call.path("call").asText().equals("update_modules")) {
            ObjectNode args = call.path("args").deepCopy();
            ObjectNode lenient = call.deepCopy();
            lenient.set("args", args.put("strict", false));
            calls.perform(calls.root(), lenient);
        }
    }

    /** The arrays behind the first one in a container that the filter of this apply rejects. */
    private List<Write> notReachedByApply(JsonNode call) {
        Module target = (Module) Descriptions.resolve(calls.root(), call.path("on").asText(""));
        MemberFilter filter =
                ModuleCalls.filter(call.path("args").path("filter").asText("valid_parameter"));
        List<Write> behind = new ArrayList<>();
        boolean failed = false;
        for (Place place : everyPlace(target)) {
            Object value = Objects.requireNonNull(place.value());
            failed |=
                    !(place instanceof Place.Member)
                            && !filter.test(place.owner(), place.key(), value);
            if (failed) {
                behind.add(new Write(place, value));
            }
        }
        return behind;
    }

    /** What a query answers in mlxj, where it answers {@code expected} in MLX. */
    JsonNode outcome(String query, JsonNode expected, JsonNode outcome) {
        JsonNode own = asBefore.getOrDefault(query, OwnAnswers.of(golden, query));
        if (own != null) {
            return own;
        }
        if (has("D13")) {
            switch (query) {
                case "trainable" -> {
                    return withoutPacked(expected);
                }
                case "frozen" -> {
                    return withPacked(expected, outcome.path("parameters"));
                }
                default -> {}
            }
        }
        return switch (query) {
            case "named_modules" -> namedModules(expected);
            case "modules" -> modules(outcome.path("named_modules"));
            case "training" -> training(expected);
            case "state" -> withoutTuples(expected);
            case "keys" -> keys(expected);
            default -> expected;
        };
    }

    private static boolean isPacked(JsonNode parameter) {
        return parameter.asText().startsWith("U32[");
    }

    /** D13: packed weights do not train. */
    private static JsonNode withoutPacked(JsonNode parameters) {
        if (!parameters.isObject()) {
            return parameters;
        }
        ObjectNode kept = JSON.objectNode();
        parameters
                .properties()
                .forEach(
                        entry -> {
                            if (!isPacked(entry.getValue())) {
                                kept.set(entry.getKey(), withoutPacked(entry.getValue()));
                            }
                        });
        return kept;
    }

    /** D13: packed weights stay among the frozen names. */
    private static JsonNode withPacked(JsonNode frozen, JsonNode parameters) {
        Map<String, Set<String>> names = new TreeMap<>();
        frozen.properties()
                .forEach(
                        entry -> {
                            Set<String> keys = new TreeSet<>();
                            entry.getValue().forEach(key -> keys.add(key.asText()));
                            names.put(entry.getKey(), keys);
                        });
        addPacked(names, "", parameters);
        ObjectNode all = JSON.objectNode();
        names.forEach(
                (path, keys) -> {
                    ArrayNode sorted = all.putArray(path);
                    keys.forEach(sorted::add);
                });
        return all;
    }

    private static void addPacked(
            Map<String, Set<String>> names, String module, JsonNode parameters) {
        for (Map.Entry<String, JsonNode> entry : parameters.properties()) {
            if (isPacked(entry.getValue())) {
                names.computeIfAbsent(module, path -> new TreeSet<>()).add(entry.getKey());
            } else {
                String path = module.isEmpty() ? entry.getKey() : module + "." + entry.getKey();
                addPacked(names, path, entry.getValue());
            }
        }
    }

    /** Without the tuples, which cannot be members. */
    private static JsonNode withoutTuples(JsonNode state) {
        if (!state.isObject()) {
            return state;
        }
        ObjectNode kept = JSON.objectNode();
        state.properties()
                .forEach(
                        entry -> {
                            if (!entry.getValue().has("tuple")) {
                                kept.set(entry.getKey(), entry.getValue());
                            }
                        });
        return kept;
    }

    private JsonNode keys(JsonNode keys) {
        ArrayNode kept = JSON.arrayNode();
        for (JsonNode key : keys) {
            if (!golden.path("tree").path("members").path(key.asText()).has("tuple")) {
                kept.add(key);
            }
        }
        return kept;
    }

    private static JsonNode namedModules(JsonNode pairs) {
        Map<String, JsonNode> byPath = new LinkedHashMap<>();
        ArrayNode paths = JSON.arrayNode();
        for (JsonNode pair : pairs) {
            byPath.put(pair.path(0).asText(), pair);
            paths.add(pair.path(0));
        }
        ArrayNode ordered = JSON.arrayNode();
        declarationOrder(paths).forEach(path -> ordered.add(byPath.get(path)));
        return ordered;
    }

    private static JsonNode modules(JsonNode pairs) {
        ArrayNode modules = JSON.arrayNode();
        namedModules(pairs).forEach(pair -> modules.add(pair.path(1)));
        return modules;
    }

    private static JsonNode training(JsonNode flags) {
        ArrayNode paths = JSON.arrayNode();
        flags.fieldNames().forEachRemaining(paths::add);
        ObjectNode ordered = JSON.objectNode();
        declarationOrder(paths).forEach(path -> ordered.set(path, flags.path(path)));
        return ordered;
    }

    /** D1: MLX visits the siblings last first; a parent stands before what is inside it in both. */
    private static List<String> declarationOrder(JsonNode paths) {
        List<String> reversed = new ArrayList<>();
        paths.forEach(path -> reversed.add(path.asText()));
        return declarationOrder(reversed);
    }

    /**
     * The first path, then the groups of what follows, each begun by a sibling, last group first.
     */
    private static List<String> declarationOrder(List<String> paths) {
        if (paths.isEmpty()) {
            return List.of();
        }
        List<List<String>> groups = new ArrayList<>();
        for (String path : paths.subList(1, paths.size())) {
            if (groups.isEmpty() || !path.startsWith(groups.getLast().getFirst() + ".")) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(path);
        }
        List<String> ordered = new ArrayList<>(List.of(paths.getFirst()));
        groups.reversed().forEach(group -> ordered.addAll(declarationOrder(group)));
        return ordered;
    }
}
