package dev.confab.transport.session

import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.test.Test
import kotlin.test.assertEquals

class StateMachinePageTest {
    @Test
    fun the_committed_page_is_what_the_machine_does() {
        val page = Path.of(System.getProperty("confab.root"), "docs", "state-machine.md")
        val rendered = StateMachinePage.render()
        if (System.getProperty("confab.update") == "true") {
            Files.createDirectories(page.parent)
            page.writeText(rendered)
        }
        val committed = if (Files.exists(page)) page.readText() else ""
        assertEquals(
            rendered,
            committed,
            "docs/state-machine.md is out of date: run the tests with -Dconfab.update=true and read the difference.",
        )
    }
}
