package dev.mlxj.optim;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.array.Array;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/** Optimizers and schedules of the library by MLX's names and arguments. */
final class LibraryOptimizers {
    private LibraryOptimizers() {}

    static Optimizer optimizer(String name, JsonNode args) {
        return name.equals("MultiOptimizer") ? multi(args) : single(name, args);
    }

    private static MultiOptimizer multi(JsonNode args) {
        List<ParameterOptimizer> parts = new ArrayList<>();
        for (JsonNode part : args.path("optimizers")) {
            parts.add(single(part.path("optimizer").asText(), part.path("args")));
        }
        List<BiPredicate<String, Array>> filters = new ArrayList<>();
        for (JsonNode suffix : args.path("filter_suffixes")) {
            filters.add((path, gradient) -> path.endsWith(suffix.asText()));
        }
        return new MultiOptimizer(parts, filters);
    }

    private static ParameterOptimizer single(String name, JsonNode args) {
        JsonNode rate = args.path("learning_rate");
        Schedule lr =
                rate.isObject()
                        ? schedule(rate.path("schedule").asText(), rate.path("args"))
                        : Schedule.constant(rate.asDouble());
        return switch (name) {
            case "SGD" -> new SGD(lr, sgd(args));
            case "Adam" -> new Adam(lr, adam(args));
            case "AdamW" -> new AdamW(lr, real(args, "weight_decay", 0.01), adam(args));
            case "Adamax" -> new Adamax(lr, betas(args, 0.999), real(args, "eps", 1e-8));
            case "Lion" -> new Lion(lr, betas(args, 0.99), real(args, "weight_decay", 0));
            case "RMSprop" -> new RMSprop(lr, real(args, "alpha", 0.99), real(args, "eps", 1e-8));
            case "Adagrad" -> new Adagrad(lr, real(args, "eps", 1e-8));
            case "AdaDelta" -> new AdaDelta(lr, real(args, "rho", 0.9), real(args, "eps", 1e-6));
            case "Adafactor" ->
                    rate.isNull() || rate.isMissingNode()
                            ? new Adafactor(adafactor(args))
                            : new Adafactor(lr, adafactor(args));
            case "Muon" -> new Muon(lr, muon(args));
            default -> throw new AssertionError("no optimizer " + name);
        };
    }

    private static SGD.Options sgd(JsonNode args) {
        return new SGD.Options(
                real(args, "momentum", 0),
                real(args, "weight_decay", 0),
                real(args, "dampening", 0),
                args.path("nesterov").asBoolean(false));
    }

    private static Adam.Options adam(JsonNode args) {
        return new Adam.Options(
                betas(args, 0.999),
                real(args, "eps", 1e-8),
                args.path("bias_correction").asBoolean(false));
    }

    private static Adafactor.Options adafactor(JsonNode args) {
        JsonNode eps = args.path("eps");
        return new Adafactor.Options(
                eps.path(0).asDouble(1e-30),
                eps.path(1).asDouble(1e-3),
                real(args, "clip_threshold", 1),
                real(args, "decay_rate", -0.8),
                args.path("beta_1").isNumber()
                        ? OptionalDouble.of(args.path("beta_1").asDouble())
                        : OptionalDouble.empty(),
                real(args, "weight_decay", 0),
                args.path("scale_parameter").asBoolean(true),
                args.path("relative_step").asBoolean(true),
                args.path("warmup_init").asBoolean(false));
    }

    private static Muon.Options muon(JsonNode args) {
        return new Muon.Options(
                real(args, "momentum", 0.95),
                real(args, "weight_decay", 0.01),
                args.path("nesterov").asBoolean(true),
                args.path("ns_steps").asInt(5));
    }

    private static Betas betas(JsonNode args, double second) {
        JsonNode betas = args.path("betas");
        return new Betas(betas.path(0).asDouble(0.9), betas.path(1).asDouble(second));
    }

    private static double real(JsonNode args, String name, double absent) {
        return args.path(name).asDouble(absent);
    }

    static Schedule schedule(String name, JsonNode args) {
        double init = args.path("init").asDouble();
        double end = args.path("end").asDouble(0);
        double rate = args.path("decay_rate").asDouble();
        return switch (name) {
            case "cosine_decay" ->
                    Schedule.cosineDecay(init, args.path("decay_steps").asInt(), end);
            case "exponential_decay" -> Schedule.exponentialDecay(init, rate);
            case "step_decay" -> Schedule.stepDecay(init, rate, args.path("step_size").asInt());
            case "linear_schedule" -> Schedule.linear(init, end, args.path("steps").asInt());
            case "join_schedules" -> join(args);
            default -> throw new AssertionError("no schedule " + name);
        };
    }

    private static Schedule join(JsonNode args) {
        List<Schedule> schedules = new ArrayList<>();
        for (JsonNode part : args.path("schedules")) {
            schedules.add(schedule(part.path("schedule").asText(), part.path("args")));
        }
        JsonNode boundaries = args.path("boundaries");
        int[] begins =
                IntStream.range(0, boundaries.size())
                        .map(i -> boundaries.path(i).asInt())
                        .toArray();
        return Schedule.join(schedules, begins);
    }
}
