package dev.mlxj.cli;

import dev.mlxj.surgery.Choice;
import dev.mlxj.surgery.Criterion;
import dev.mlxj.surgery.PathPattern;
import dev.mlxj.tensor.DTypeNames;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which parameters a command works on: all, or those that any of these options chooses. */
final class ChoiceOptions {
    @Option(
            names = "--keys",
            paramLabel = "NAME[,NAME]",
            description = "Parameters whose last path part is NAME.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = {"--match", "--include"},
            paramLabel = "GLOB",
            description =
                    "Parameters whose path matches: * within a part, ** across parts, ?, [0-9],"
                            + " {q,k}.")
    private List<String> match = new ArrayList<>();

    @Option(
            names = "--regex",
            paramLabel = "RE",
            description = "Parameters whose path contains a match of RE.")
    private List<String> regex = new ArrayList<>();

    @Option(
            names = "--modules",
            paramLabel = "SUFFIX",
            description = "Parameters of modules whose path ends with SUFFIX, and below them.")
    private List<String> modules = new ArrayList<>();

    @Option(
            names = "--type",
            paramLabel = "LAYER[,LAYER]",
            description = "Parameters of layers of that type: Linear, Embedding, RMSNorm.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = "--dtypes",
            paramLabel = "DTYPE[,DTYPE]",
            description = "Parameters stored in one of these dtypes.")
    private List<String> dtypes = new ArrayList<>();

    @Option(
            names = {"--except", "--exclude"},
            paramLabel = "GLOB",
            description = "Takes parameters out of the choice again.")
    private List<String> except = new ArrayList<>();

    @Option(
            names = "--no-recurse",
            description = "Only parameters of the root module, or of those that --modules names.")
    private boolean noRecurse;

    @Option(names = "--strict", description = "An option that chooses no parameter is an error.")
    private boolean strict;

    /** The choice that the options make together. */
    Choice toChoice() {
        List<Criterion> criteria = new ArrayList<>();
        for (String key : split(keys)) {
            criteria.add(new Criterion.Key(key));
        }
        for (String glob : match) {
            criteria.add(new Criterion.Match(PathPattern.parse(glob)));
        }
        for (String expression : regex) {
            criteria.add(new Criterion.Regex(compiled(expression)));
        }
        for (String suffix : modules) {
            criteria.add(new Criterion.ModuleSuffix(suffix));
        }
        for (String type : split(types)) {
            criteria.add(new Criterion.LayerType(type, Optional.empty()));
        }
        for (String dtype : split(dtypes)) {
            criteria.add(new Criterion.StoredAs(DTypeNames.parse(dtype)));
        }
        List<PathPattern> exceptions = new ArrayList<>();
        for (String glob : except) {
            exceptions.add(PathPattern.parse(glob));
        }
        return new Choice(criteria, exceptions, !noRecurse, strict);
    }

    private static List<String> split(List<String> values) {
        List<String> parts = new ArrayList<>();
        for (String value : values) {
            parts.addAll(List.of(value.split(",", -1)));
        }
        return parts;
    }

    private static Pattern compiled(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new UsageException(
                    "--regex '%s': %s (column %d)"
                            .formatted(expression, e.getDescription(), e.getIndex() + 1),
                    null);
        }
    }
}
