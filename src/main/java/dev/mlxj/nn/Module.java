package dev.mlxj.nn;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tree.Nearest;
import dev.mlxj.tree.Tree;
import dev.mlxj.weights.ArrayFiles;
import dev.mlxj.weights.Weights;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A tree of parameters, and the base of every layer and model.
 *
 * <p>A module is an ordered map from names to members. A member is an {@link Array}, another
 * module, or a list or map of members. A layer names its members when it is made, and keeps a slot
 * of each:
 *
 * {@snippet class="dev.mlxj.nn.MyMLP" region="mlp"}
 *
 * <p>Arrays are parameters unless a name on the way to them begins with {@code _}. All of them
 * train until they are frozen ({@link #freeze()}); what is frozen is a set of names in each module,
 * so a name stays frozen when its array is replaced. Everything that changes parameters only builds
 * lazy arrays.
 *
 * <p>Not for use by several threads at once. Matches {@code mlx.nn.Module}, except that siblings
 * are visited in the order of their declaration, that a change that fails changes nothing, and that
 * modules are equal only to themselves.
 */
@SuppressWarnings("JavaLangClash") // the word of the field; java.lang.Module is of no use here
public abstract class Module {
    private final SequencedMap<String, Object> members = new LinkedHashMap<>();
    private final Set<String> frozen = new LinkedHashSet<>();
    private boolean training = true;

    // Members

    /** Adds a parameter. */
    protected final Parameter parameter(String name, Array value) {
        set(name, value);
        return parameter(name);
    }

    /** A slot for a parameter that is not there, or not yet. */
    protected final Parameter parameter(String name) {
        return new Parameter(new Place.Member(this, name));
    }

    /** Adds a child. It must be a {@link Module}, whatever it is called as. */
    protected final <L> Child<L> child(String name, L module) {
        set(name, asModule(name, module));
        return new Child<>(new Place.Member(this, name));
    }

    /** Adds a child that is called as a {@link Layer}. */
    protected final ChildLayer layer(String name, Layer layer) {
        return new ChildLayer(child(name, layer));
    }

    /** A function that is called; if it is a {@link Module}, also a child under this name. */
    protected final Layer function(String name, Layer function) {
        return function instanceof Module ? layer(name, function) : function;
    }

    /** Adds a list of children; plain functions may be among them. */
    protected final <L> Children<L> children(String name, List<? extends L> modules) {
        set(name, new ArrayList<Object>(modules));
        return new Children<>(this, name);
    }

    static Module asModule(String name, Object value) {
        if (value instanceof Module module) {
            return module;
        }
        throw new IllegalArgumentException(
                "child: '%s' is a %s, not a Module"
                        .formatted(name, value.getClass().getSimpleName()));
    }

    /** The members by name, in the order in which they were first added. A live view. */
    public final SequencedMap<String, Object> members() {
        return Collections.unmodifiableSequencedMap(members);
    }

    final @Nullable Object member(String name) {
        return members.get(name);
    }

    /**
     * Puts a member under a name: the old place if the name is in use, else the end. Lists and maps
     * are held by reference: what is added to them later is in the module.
     *
     * @param member an {@link Array}, a {@link Module}, a list or a map; those may hold others and
     *     plain values
     * @throws IllegalArgumentException if it is anything else, or an immutable list or map that
     *     holds arrays or modules, which could never be updated
     */
    public final Module set(String name, Object member) {
        Members.check(name, member);
        members.put(name, member);
        return this;
    }

    /**
     * Takes a member out. Its name stays frozen if it was.
     *
     * @throws NoSuchElementException if there is none of that name
     */
    public final Module remove(String name) {
        if (members.remove(name) == null) {
            throw new NoSuchElementException("%s has no member '%s'".formatted(layerName(), name));
        }
        return this;
    }

    // Traversal

    /** The arrays of this module and of all inside it. */
    public final Tree<Array> parameters() {
        return filterAndMap(MemberFilter.PARAMETER, Array.class::cast);
    }

    /** Those of {@link #parameters} that are not frozen. */
    public final Tree<Array> trainableParameters() {
        return filterAndMap(MemberFilter.TRAINABLE, Array.class::cast);
    }

    /** The modules directly inside this one, also in its lists and maps, also hidden ones. */
    public final Tree<Module> children() {
        return filterAndMap(
                MemberFilter.CHILD,
                Module.class::cast,
                (owner, key, value) -> value instanceof Module);
    }

    /** The modules inside this one, at any depth, that have none inside themselves. */
    public final Tree<Module> leafModules() {
        return filterAndMap(
                MemberFilter.CHILD,
                Module.class::cast,
                (owner, key, value) ->
                        value instanceof Module module
                                && module.children().leaves().findAny().isEmpty());
    }

    /** The slots of {@link #parameters} by their paths. */
    public final SequencedMap<String, Parameter> namedParameters() {
        return places(
                        MemberFilter.PARAMETER,
                        Module::isNoContainer,
                        (place, value) -> new Parameter(place))
                .flatten();
    }

    /**
     * What {@code filter} accepts, mapped, as a tree; leaves are all values that hold no others.
     */
    public final <R> Tree<R> filterAndMap(MemberFilter filter, Function<Object, R> map) {
        return filterAndMap(filter, map, Module::isNoContainer);
    }

    /**
     * What {@code filter} accepts, mapped, as a tree. A place is asked about before what is inside
     * it. What is rejected is left out of a module, and leaves {@link Tree.Empty} in a list or map.
     *
     * @param isLeaf says what is mapped whole
     * @throws IllegalStateException if a value is accepted that is no leaf and has nothing inside
     * @throws ModuleCycleException if the module holds itself
     */
    public final <R> Tree<R> filterAndMap(
            MemberFilter filter, Function<Object, R> map, MemberFilter isLeaf) {
        return places(filter, isLeaf, (place, value) -> map.apply(value));
    }

    final <R> Tree<R> places(
            MemberFilter filter, MemberFilter isLeaf, BiFunction<Place, Object, R> mapper) {
        return new FilterAndMap<>(filter, isLeaf, mapper).module(this);
    }

    private static boolean isNoContainer(Module owner, String key, Object value) {
        return !MemberFilter.isContainer(value);
    }

    /**
     * Calls {@code action} with the path and the module of this one, {@code ""}, and of all inside
     * it, parents first, in the order of their declaration. The children of a module are read after
     * the call for it. A module that has several names is visited under each.
     *
     * @throws ModuleCycleException if the module holds itself
     */
    public final Module applyToModules(BiConsumer<String, ? super Module> action) {
        new Visit(action).module(this);
        return this;
    }

    /** This module and all inside it, as {@link #applyToModules} visits them. */
    public final List<Module> modules() {
        List<Module> modules = new ArrayList<>();
        applyToModules((path, module) -> modules.add(module));
        return modules;
    }

    /** Path and module of this one and all inside it, as {@link #applyToModules} visits them. */
    public final List<Map.Entry<String, Module>> namedModules() {
        List<Map.Entry<String, Module>> modules = new ArrayList<>();
        applyToModules((path, module) -> modules.add(new SimpleImmutableEntry<>(path, module)));
        return modules;
    }

    /**
     * The slot of the array at a path, hidden ones too.
     *
     * @throws NoSuchElementException if there is no array
     */
    public final Parameter parameterAt(String path) {
        Place place = Lookup.place(this, path);
        if (place == null || !(place.value() instanceof Array)) {
            throw absent("parameter", path, namedParameters().keySet());
        }
        return new Parameter(place);
    }

    /**
     * The module at a path; {@code ""} is this one.
     *
     * @throws NoSuchElementException if there is no module
     */
    public final Module moduleAt(String path) {
        if (path.isEmpty()) {
            return this;
        }
        Place place = Lookup.place(this, path);
        if (place != null && place.value() instanceof Module module) {
            return module;
        }
        throw absent("module", path, namedModules().stream().map(Map.Entry::getKey).toList());
    }

    private NoSuchElementException absent(String what, String path, Collection<String> known) {
        List<String> near = Nearest.to(path, known);
        return new NoSuchElementException(
                "%s has no %s '%s'%s"
                        .formatted(
                                layerName(),
                                what,
                                path,
                                near.isEmpty()
                                        ? ""
                                        : "; nearest: '" + String.join("', '", near) + "'"));
    }

    // Changes

    /**
     * Replaces each parameter by {@code map} of it, frozen ones too.
     *
     * @throws IllegalArgumentException if {@code map} returns null; then nothing has changed
     */
    public final Module apply(UnaryOperator<Array> map) {
        return apply(map, MemberFilter.PARAMETER);
    }

    /** Replaces each array that {@code filter} accepts by {@code map} of it. */
    public final Module apply(UnaryOperator<Array> map, MemberFilter filter) {
        List<Write> writes = new ArrayList<>();
        places(filter, Module::isNoContainer, (place, value) -> place)
                .forEach(
                        (path, place) -> {
                            if (place.value() instanceof Array array) {
                                writes.add(new Write(place, mapped(path, map.apply(array))));
                            }
                        });
        Write.all(writes);
        return this;
    }

    private static Array mapped(String path, @Nullable Array result) {
        if (result == null) {
            throw new IllegalArgumentException(
                    "apply: the result for '%s' is null".formatted(path));
        }
        return result;
    }

    /** Casts the floating parameters, F64 too; integers, booleans and complex ones stay. */
    public final Module setDtype(DType dtype) {
        return setDtype(dtype, DType::isFloating);
    }

    /** Casts the parameters whose dtype {@code predicate} accepts. */
    public final Module setDtype(DType dtype, Predicate<DType> predicate) {
        return apply(array -> predicate.test(array.dtype()) ? array.astype(dtype) : array);
    }

    /** {@link #update(Tree, Strictness)}, strictly. */
    public final Module update(Tree<Array> parameters) {
        return update(parameters, Strictness.STRICT);
    }

    /**
     * Replaces the arrays for which {@code parameters} has one, hidden ones too if they are named.
     * Neither shapes nor dtypes are compared. {@link Tree.Empty} changes nothing, wherever it is.
     *
     * @throws dev.mlxj.tree.TreeMismatchException if, in strict mode, it has what this module has
     *     not; in both, if it has a list where the module has names. Nothing has changed then
     */
    public final Module update(Tree<Array> parameters, Strictness strictness) {
        Write.all(Update.parameters(this, parameters, strictness));
        return this;
    }

    /** {@link #updateModules(Tree, Strictness, Ties)}, strictly, as MLX does it. */
    public final Module updateModules(Tree<Module> modules) {
        return updateModules(modules, Strictness.STRICT);
    }

    /** {@link #updateModules(Tree, Strictness, Ties)} with {@link Ties#BREAK}. */
    public final Module updateModules(Tree<Module> modules, Strictness strictness) {
        return updateModules(modules, strictness, Ties.BREAK);
    }

    /**
     * Replaces the modules for which {@code modules} has one, by one of any class. The new module
     * brings its own state: it is frozen or training as it was before.
     *
     * @throws dev.mlxj.tree.TreeMismatchException as {@link #update(Tree, Strictness)}
     */
    public final Module updateModules(Tree<Module> modules, Strictness strictness, Ties ties) {
        List<Write> writes = Update.modules(this, modules, strictness);
        Write.all(ties == Ties.KEEP ? Update.withTies(this, writes) : writes);
        return this;
    }

    /** {@link #loadWeights(Map, Strictness)}, strictly. */
    public final Module loadWeights(Map<String, Array> weights) {
        return loadWeights(weights, Strictness.STRICT);
    }

    /**
     * Replaces parameters by name. The arrays stay lazy and keep their dtype, whatever the
     * parameter's is. Strictly, the names must be those of {@link #parameters}, no more and no
     * fewer, and the shapes must agree; leniently, what the module lacks is left out, shapes are
     * not compared, and hidden arrays are replaced too where they are named.
     *
     * @throws IllegalArgumentException if they do not fit; it lists all that does not. Nothing has
     *     changed then
     */
    public final Module loadWeights(Map<String, Array> weights, Strictness strictness) {
        Write.all(
                strictness == Strictness.STRICT
                        ? WeightLoading.strict(this, weights)
                        : WeightLoading.lenient(this, weights));
        return this;
    }

    /** {@link #loadWeights(List, Strictness)}, strictly. */
    public final Module loadWeights(List<? extends Map.Entry<String, Array>> weights) {
        return loadWeights(weights, Strictness.STRICT);
    }

    /**
     * {@link #loadWeights(Map, Strictness)} from pairs of a name and an array.
     *
     * @throws dev.mlxj.tree.DuplicateKeyException if a name is there twice; nothing has changed
     *     then
     */
    public final Module loadWeights(
            List<? extends Map.Entry<String, Array>> weights, Strictness strictness) {
        return loadWeights(WeightLoading.named(weights), strictness);
    }

    /** {@link #loadWeights(Path, Strictness)}, strictly. */
    public final Module loadWeights(Path model) throws IOException {
        return loadWeights(model, Strictness.STRICT);
    }

    /**
     * Replaces parameters by those of a file: safetensors, npz or GGUF, which its content tells; an
     * index or a directory too. The values stay in the file, mapped, where they lie there as they
     * are. To keep them unmapped until they are needed, load from open {@link
     * dev.mlxj.weights.Weights}.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException as {@link #loadWeights(Map, Strictness)}
     */
    public final Module loadWeights(Path model, Strictness strictness) throws IOException {
        try (Weights weights = Weights.load(model)) {
            loadWeights(weights.arrays(), strictness);
            Array.eval(weights.arrays().values());
        }
        return this;
    }

    /**
     * Writes {@link #parameters} to an npz or a safetensors file, which its name tells, computing
     * those that are not evaluated. A parameter is written under each of its names.
     *
     * @throws IllegalArgumentException if the name of the file does not end in {@code .npz} or
     *     {@code .safetensors}
     * @throws IOException if it cannot be written
     */
    public final void saveWeights(Path file) throws IOException {
        SequencedMap<String, Array> arrays = parameters().flatten();
        if (file.toString().endsWith(".npz")) {
            ArrayFiles.savez(file, arrays);
        } else if (file.toString().endsWith(".safetensors")) {
            ArrayFiles.saveSafetensors(file, arrays);
        } else {
            throw new IllegalArgumentException(
                    "saveWeights: '%s' does not end in .npz or .safetensors"
                            .formatted(file.getFileName()));
        }
    }

    // Freezing

    /** Freezes all arrays of this module and of those inside it. */
    public final Module freeze() {
        return freeze(new FreezeOption[0]);
    }

    /** Freezes all arrays of this module and, by default, of those inside it. */
    public final Module freeze(FreezeOption... options) {
        new Freezing("freeze", null, options).freeze(this);
        return this;
    }

    /** Freezes these names in this module and in those inside it: {@code freeze("bias")}. */
    public final Module freeze(String... keys) {
        return freeze(Arrays.asList(keys));
    }

    /**
     * Freezes names in this module and, by default, in each inside it, whether or not they exist
     * yet. A name is that of a member (of a child: it hides all inside it from {@link
     * #trainableParameters}), or the path of an array in a list or map: {@code blocks.0}.
     *
     * @throws IllegalArgumentException with {@link FreezeOption#STRICT}, if no module visited has
     *     one of the names
     */
    public final Module freeze(Collection<String> keys, FreezeOption... options) {
        new Freezing("freeze", keys, options).freeze(this);
        return this;
    }

    /** Unfreezes everything in this module and in those inside it. */
    public final Module unfreeze() {
        return unfreeze(new FreezeOption[0]);
    }

    /** Unfreezes everything in this module and, by default, in those inside it. */
    public final Module unfreeze(FreezeOption... options) {
        new Freezing("unfreeze", null, options).unfreeze(this);
        return this;
    }

    /** Unfreezes these names in this module and in those inside it: {@code unfreeze("bias")}. */
    public final Module unfreeze(String... keys) {
        return unfreeze(Arrays.asList(keys));
    }

    /**
     * Unfreezes names, exactly as they were frozen. What a layer keeps frozen (running statistics,
     * packed weights) stays so without {@link FreezeOption#FORCE}.
     *
     * @throws IllegalArgumentException as {@link #freeze(Collection, FreezeOption...)}
     */
    public final Module unfreeze(Collection<String> keys, FreezeOption... options) {
        new Freezing("unfreeze", keys, options).unfreeze(this);
        return this;
    }

    /** The frozen names of this module itself, whether or not they exist. A live view. */
    public final Set<String> frozen() {
        return Collections.unmodifiableSet(frozen);
    }

    final boolean isFrozen(String key) {
        return frozen.contains(key);
    }

    final void freezeHere(String key) {
        frozen.add(key);
    }

    final void unfreezeHere(String key) {
        frozen.remove(key);
    }

    /** The names that {@link #unfreeze} leaves frozen here: what no gradient may change. */
    protected Set<String> alwaysFrozen() {
        return Set.of();
    }

    /** Whether a key keeps what lies there out of {@link #parameters}: it begins with {@code _}. */
    protected boolean isHidden(String key) {
        return key.startsWith("_");
    }

    // Mode

    /** Puts this module and all inside it into training mode, in which modules begin. */
    public final Module train() {
        return applyToModules((path, module) -> module.setTraining(true));
    }

    /** Puts this module and all inside it into evaluation mode: no dropout, running statistics. */
    public final Module eval() {
        return applyToModules((path, module) -> module.setTraining(false));
    }

    /** Whether this module is in training mode. */
    public final boolean training() {
        return training;
    }

    /** What {@link #train} and {@link #eval} do to this module itself. */
    protected void setTraining(boolean training) {
        this.training = training;
    }

    // Text

    /**
     * What {@link #toString} says between the parentheses: {@code input_dims=2, output_dims=16}.
     */
    protected String extraRepr() {
        return "";
    }

    /** The name that {@link #toString} and messages use. */
    protected String layerName() {
        return getClass().getSimpleName();
    }

    /** The module and all inside it, one a line, as MLX prints them. */
    @Override
    public final String toString() {
        StringBuilder text = new StringBuilder(layerName()).append('(').append(extraRepr());
        children()
                .forEach(
                        (path, module) ->
                                text.append("\n  (")
                                        .append(path)
                                        .append("): ")
                                        .append(module.toString().replace("\n", "\n  ")));
        boolean hasChildren = children().leaves().findAny().isPresent();
        return text.append(hasChildren ? "\n)" : ")").toString();
    }

    Optional<Parameter> find(String path) {
        Place place = Lookup.place(this, path);
        return place != null && place.value() instanceof Array
                ? Optional.of(new Parameter(place))
                : Optional.empty();
    }
}
