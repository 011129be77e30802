package dev.mlxj.surgery;

import dev.mlxj.tensor.DType;
import dev.mlxj.tree.Nearest;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One condition by which parameters are chosen: one value of one option. */
public sealed interface Criterion {
    /** Whether a parameter of the model meets it. */
    boolean chooses(String path, DType dtype);

    /** As a user wrote it: {@code --keys 'bias'}. */
    String shown();

    /** Names for the hint when nothing is chosen, or nothing where none help. */
    List<String> nearest(Collection<String> paths);

    /** Parameters whose last path part is {@code key}. */
    record Key(String key) implements Criterion {
        @Override
        public boolean chooses(String path, DType dtype) {
            return ModulePaths.lastPart(path).equals(key);
        }

        @Override
        public String shown() {
            return "--keys '" + key + "'";
        }

        @Override
        public List<String> nearest(Collection<String> paths) {
            return Nearest.to(key, paths.stream().map(ModulePaths::lastPart).distinct().toList());
        }
    }

    /** Parameters whose full path matches a glob. */
    record Match(PathPattern glob) implements Criterion {
        @Override
        public boolean chooses(String path, DType dtype) {
            return glob.matches(path);
        }

        @Override
        public String shown() {
            return "--match '" + glob + "'";
        }

        @Override
        public List<String> nearest(Collection<String> paths) {
            return Nearest.to(glob.toString(), paths);
        }
    }

    /** Parameters whose full path contains a match of a regular expression. */
    record Regex(Pattern pattern) implements Criterion {
        @Override
        public boolean chooses(String path, DType dtype) {
            try {
                return pattern.matcher(path).find();
            } catch (StackOverflowError e) {
                throw new IllegalArgumentException(
                        "--regex '%s' needs too deep a search on a path of %d characters"
                                .formatted(pattern, path.length()),
                        e);
            }
        }

        @Override
        public String shown() {
            return "--regex '" + pattern + "'";
        }

        @Override
        public List<String> nearest(Collection<String> paths) {
            return List.of();
        }
    }

    /** Parameters of every module whose path ends with these parts, and of its sub-modules. */
    record ModuleSuffix(String suffix) implements Criterion {
        @Override
        public boolean chooses(String path, DType dtype) {
            for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
                if (names(path, dot)) {
                    return true;
                }
            }
            return false;
        }

        /** Whether the module at the first {@code length} characters of a path is one of these. */
        boolean names(String path, int length) {
            int begin = length - suffix.length();
            return begin >= 0
                    && path.startsWith(suffix, begin)
                    && (begin == 0 || path.charAt(begin - 1) == '.');
        }

        @Override
        public String shown() {
            return "--modules '" + suffix + "'";
        }

        @Override
        public List<String> nearest(Collection<String> paths) {
            return Nearest.to(suffix, ModulePaths.moduleNames(paths));
        }
    }

    /**
     * Parameters that layers of a type own, as the architecture names them: {@code Linear}.
     *
     * @param anatomy of the model; empty until {@link Choice#on} has found it
     */
    record LayerType(String type, Optional<Anatomy> anatomy) implements Criterion {
        @Override
        public boolean chooses(String path, DType dtype) {
            return anatomy.orElseThrow().typeOf(path).equals(type);
        }

        @Override
        public String shown() {
            return "--type '" + type + "'";
        }

        @Override
        public List<String> nearest(Collection<String> paths) {
            return Nearest.to(type, Set.copyOf(anatomy.orElseThrow().types().values()));
        }
    }

    /** Parameters stored in a dtype. */
    record StoredAs(DType stored) implements Criterion {
        @Override
        public boolean chooses(String path, DType dtype) {
            return dtype == stored;
        }

        @Override
        public String shown() {
            return "--dtypes " + stored;
        }

        @Override
        public List<String> nearest(Collection<String> paths) {
            return List.of();
        }
    }
}
