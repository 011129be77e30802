package dev.mlxj.optim;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;
import dev.mlxj.tree.Tree;
import dev.mlxj.tree.TreeMismatchException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SequencedMap;

/**
 * An optimizer that updates each parameter by itself. One of your own says what it remembers of a
 * parameter ({@link #initSingle}) and how a gradient changes it ({@link #applySingle}).
 *
 * <p>The state of a parameter belongs to its path.
 */
public abstract class ParameterOptimizer implements Optimizer {
    private static final String STEP = "step";
    private static final String LEARNING_RATE = "learning_rate";

    private final SequencedMap<String, Array> settings = new LinkedHashMap<>();
    private final SequencedMap<String, Schedule> schedules = new LinkedHashMap<>();
    private final SequencedMap<String, Moments> moments = new LinkedHashMap<>();

    /** An optimizer without a learning rate. */
    protected ParameterOptimizer() {
        settings.put(STEP, Array.full(DType.U64, 0L));
    }

    protected ParameterOptimizer(Schedule learningRate) {
        this();
        schedule(LEARNING_RATE, learningRate);
    }

    /** Makes what is remembered of a parameter before its first step. */
    protected abstract void initSingle(Array parameter, Moments moments);

    /**
     * The new value of a parameter. {@link #step} counts this step already.
     *
     * @param moments what is remembered of it, to be changed
     */
    protected abstract Array applySingle(Array gradient, Array parameter, Moments moments);

    /**
     * Adds a setting that follows a schedule, as the learning rate may. It is part of the state.
     */
    protected final void schedule(String name, Schedule schedule) {
        settings.put(name, schedule.at(step()));
        if (!(schedule instanceof Constant)) {
            schedules.put(name, schedule);
        }
    }

    /**
     * A setting as it is in this step.
     *
     * @throws NoSuchElementException if there is none of that name
     */
    protected final Array setting(String name) {
        Array value = settings.get(name);
        if (value == null) {
            throw new NoSuchElementException("%s has no setting '%s'".formatted(name(), name));
        }
        return value;
    }

    /** The learning rate in the dtype of {@code array}. */
    protected final Array learningRateFor(Array array) {
        return learningRate().astype(array.dtype());
    }

    @Override
    public final void init(Tree<Array> parameters) {
        parameters.forEach(this::init);
    }

    final void init(String path, Array parameter) {
        momentsOf(path, parameter);
    }

    @Override
    public final Tree<Array> applyGradients(Tree<Array> gradients, Tree<Array> parameters) {
        begin();
        return eachGradient(gradients, parameters, this::apply);
    }

    /** What is computed for one parameter. */
    @FunctionalInterface
    interface Step {
        Array apply(String path, Array gradient, Array parameter);
    }

    static Tree<Array> eachGradient(Tree<Array> gradients, Tree<Array> parameters, Step step) {
        return gradients.<Array, Array>mapWith(
                List.of(parameters),
                node -> false,
                (path, gradient, others) ->
                        step.apply(path, array(path, gradient), array(path, others.getFirst())));
    }

    private static Array array(String path, Tree<Array> tree) {
        if (tree instanceof Tree.Leaf<Array>(Array array)) {
            return array;
        }
        throw new TreeMismatchException(
                path, "applyGradients: '%s' has a gradient, but is no parameter".formatted(path));
    }

    /** Counts a step; what is scheduled is that of the count before. */
    final void begin() {
        Array before = step();
        schedules.forEach((name, schedule) -> settings.put(name, schedule.at(before)));
        Array step = before.add(1);
        Array.eval(step); // at once: nothing else needs it, and its past would grow with each step
        settings.put(STEP, step);
    }

    final Array apply(String path, Array gradient, Array parameter) {
        return applySingle(gradient, parameter, momentsOf(path, gradient));
    }

    private Moments momentsOf(String path, Array like) {
        Moments known = moments.get(path);
        if (known == null) {
            if (settings.containsKey(firstName(path))) {
                throw new IllegalArgumentException(
                        "%s: the parameter '%s' has the name of a setting".formatted(name(), path));
            }
            known = new Moments(name(), path);
            initSingle(like, known);
            moments.put(path, known);
        }
        return known;
    }

    private static String firstName(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    @Override
    public final Tree<Array> state() {
        SequencedMap<String, Array> flat = new LinkedHashMap<>(settings);
        moments.values().forEach(each -> flat.putAll(each.byPath()));
        return Tree.unflatten(flat);
    }

    @Override
    public final void setState(Tree<Array> state) {
        SequencedMap<String, Array> flat = state.flatten();
        for (String name : settings.keySet()) {
            if (!flat.containsKey(name)) {
                throw new IllegalArgumentException(
                        "%s: the state has no '%s'".formatted(name(), name));
            }
        }
        moments.clear();
        flat.forEach(this::restore);
    }

    private void restore(String path, Array value) {
        int dot = path.lastIndexOf('.');
        if (settings.containsKey(path)) {
            settings.put(path, value);
        } else {
            String parameter = dot < 0 ? "" : path.substring(0, dot);
            moments.computeIfAbsent(parameter, absent -> new Moments(name(), parameter))
                    .set(path.substring(dot + 1), value);
        }
    }

    @Override
    public final Array step() {
        return setting(STEP);
    }

    @Override
    public final Array learningRate() {
        return setting(LEARNING_RATE);
    }

    @Override
    public final void setLearningRate(Array learningRate) {
        settings.put(LEARNING_RATE, learningRate);
    }

    private String name() {
        return getClass().getSimpleName();
    }
}
