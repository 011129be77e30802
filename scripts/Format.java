import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks ({@code check}) or rewrites ({@code apply}) the layout of every Java file below the given
 * folders. Run by the build under the JDK that compiles, since a formatter parses only the Java of
 * the JDK it runs on.
 */
class Format {
    public static void main(String[] args) throws Exception {
        boolean apply = args[0].equals("apply");
        Formatter formatter =
                new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build());
        List<Path> wrong = new ArrayList<>();
        for (String folder : List.of(args).subList(1, args.length)) {
            try (var files = Files.walk(Path.of(folder))) {
                for (Path file :
                        (Iterable<Path>)
                                files.filter(f -> f.toString().endsWith(".java"))::iterator) {
                    String source = Files.readString(file);
                    String formatted = formatter.formatSourceAndFixImports(source);
                    if (formatted.equals(source)) {
                        continue;
                    }
                    if (apply) {
                        Files.writeString(file, formatted);
                    } else {
                        wrong.add(file);
                    }
                }
            }
        }
        if (!wrong.isEmpty()) {
            wrong.forEach(file -> System.err.println("not formatted: " + file));
            System.err.println("hint: `mvn -N validate -Dformat=apply` formats them");
            System.exit(1);
        }
    }
}
