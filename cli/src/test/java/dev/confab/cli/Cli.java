package dev.confab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** One run of the command line in this process, with streams of its own. */
final class Cli {

    private static final long SECONDS = 60;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CompletableFuture<Integer> exitCode;

    private Cli(InputStream in, boolean coloured, String... args) {
        Streams streams = new Streams(in, print(out), print(err), false, coloured);
        exitCode = new CompletableFuture<>();
        new Thread(() -> exitCode.complete(
                        ConfabCommand.commandLine(streams, stop::await).execute(args)))
                .start();
    }

    static Cli run(String... args) {
        return start(InputStream.nullInputStream(), args);
    }

    static Cli run(List<String> lines, String... args) {
        return start(bytes(String.join("\n", lines) + "\n"), args);
    }

    static Cli start(InputStream in, String... args) {
        return new Cli(in, false, args);
    }

    static Cli coloured(String... args) {
        return new Cli(InputStream.nullInputStream(), true, args);
    }

    static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    Cli awaited() {
        int unused = exitCode();
        return this;
    }

    /** What Ctrl-C does to a command that serves. */
    void stop() {
        stop.countDown();
    }

    int exitCode() {
        try {
            return exitCode.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError("The command did not end. Out:\n" + out() + "\nErr:\n" + err(), failed);
        }
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** The lines of the output so far, each of which must be JSON. */
    List<JsonNode> json() {
        ObjectMapper mapper = new ObjectMapper();
        return out().lines()
                .map(line -> {
                    try {
                        return mapper.readTree(line);
                    } catch (JsonProcessingException bad) {
                        throw new AssertionError("No JSON: " + line, bad);
                    }
                })
                .toList();
    }

    /** The events with this name, in order. */
    List<JsonNode> events(String event) {
        return json().stream()
                .filter(line -> line.get("event").asText().equals(event))
                .toList();
    }

    /** The texts of the events with this name, in order. */
    List<String> texts(String event) {
        return events(event).stream().map(line -> line.get("text").asText()).toList();
    }

    void awaitOut(String what, Predicate<String> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.test(out())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not in time: " + what + ". Out:\n" + out() + "\nErr:\n" + err());
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
