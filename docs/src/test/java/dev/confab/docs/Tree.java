package dev.confab.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** The files of the project, without what the build makes. */
final class Tree {
    static final Path ROOT = Path.of(Objects.requireNonNull(
            System.getProperty("confab.root"), "Set the system property confab.root to the root of the project."));

    private Tree() {}

    /** All files with this ending under these folders of the root, in the order of their names. A folder may be missing. */
    static List<Path> files(String ending, String... folders) {
        List<Path> files = new ArrayList<>();
        for (String folder : folders) {
            collect(ROOT.resolve(folder), ending, files);
        }
        Collections.sort(files);
        return files;
    }

    /** All Kotlin and Java files under these folders of the root. */
    static List<Path> sources(String... folders) {
        List<Path> files = new ArrayList<>(files(".kt", folders));
        files.addAll(files(".java", folders));
        return files;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(Path file) {
        return read(file).lines().toList();
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How messages name a place: relative to the root, the line counted from 1. */
    static String place(Path file, int line) {
        return ROOT.relativize(file) + ":" + line;
    }

    private static void collect(Path folder, String ending, List<Path> into) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                    String name = visited.getFileName().toString();
                    boolean isOurs = !name.equals("target") && (visited.equals(ROOT) || !name.startsWith("."));
                    return isOurs ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(ending)) {
                        into.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
