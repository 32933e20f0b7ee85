package dev.confab.sandbox.control;

import dev.confab.sandbox.agent.Agent;
import dev.confab.sandbox.fault.FaultPlan;
import dev.confab.sandbox.journal.Journal;
import dev.confab.sandbox.loop.SandboxLoop;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What the sandbox gives to each service that it keeps.
 *
 * @param loop the loop that owns the service, with its clock and timers
 * @param journal where the service writes down what happened
 * @param faults the faults that the service obeys
 * @param agents makes the agent of a new conversation
 * @param agentDelay how long an agent takes for each thing it does
 */
public record Surroundings(
        SandboxLoop loop, Journal journal, FaultPlan faults, Supplier<Agent> agents, Duration agentDelay) {}
