"""finchecks in a repository: the pre-commit hook, the GitHub action and the GitLab template, really run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
WRONG = "Sales rose 33% to $60.0 million from $40.0 million.\n"
RIGHT = "Sales rose 50% to $60.0 million from $40.0 million.\n"


def read(name: str) -> Any:
    return yaml.safe_load((PROJECT / name).read_text("utf-8"))


def call(*command: str, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    whole = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1", **(env or {})}
    whole.pop("GIT_DIR", None)
    return subprocess.run(
        command, cwd=cwd, env=whole, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        check=False, timeout=400,
    )  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    done = call("git", *identity, *arguments, cwd=folder)
    assert done.returncode == 0, done.stdout
    return done.stdout.strip()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """An editor's repository with a right article, a wrong one and a file that is no article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "right.md").write_text(RIGHT, "utf-8")
    (folder / "wrong.md").write_text(WRONG, "utf-8")
    (folder / "tool.py").write_text(f"# {WRONG}", "utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    return folder


# --------------------------------------------------------------------------------------- pre-commit


def configured(folder: Path, repository: str) -> None:
    (folder / ".pre-commit-config.yaml").write_text(repository, "utf-8")


def test_the_hook_checks_articles_and_nothing_else(articles: Path, tmp_path: Path) -> None:
    """With the finchecks of this environment in place of one that pre-commit installs: without network."""
    (hook,) = read(".pre-commit-hooks.yaml")
    local = [{"repo": "local", "hooks": [{**hook, "language": "system"}]}]
    configured(articles, yaml.safe_dump({"repos": local}))
    env = {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    done = call("pre-commit", "run", "--all-files", cwd=articles, env=env)
    assert done.returncode == 1, done.stdout
    assert "wrong.md:1:12: error  percent-change" in done.stdout
    assert "right.md" not in done.stdout and "tool.py" not in done.stdout

    (articles / "wrong.md").write_text(RIGHT, "utf-8")
    done = call("pre-commit", "run", "--all-files", cwd=articles, env=env)
    assert done.returncode == 0, done.stdout
    assert "Passed" in done.stdout


def snapshot(folder: Path) -> str:
    """This project as a git repository of its own, with what is not committed yet; gives its revision."""
    left_out = shutil.ignore_patterns(
        ".git", ".venv", ".*_cache", "__pycache__", "build", "dist", "corpus", ".benchmarks"
    )
    shutil.copytree(PROJECT, folder, ignore=left_out)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all", "--force", ".")
    git(folder, "commit", "--quiet", "--no-verify", "-m", "snapshot")
    return git(folder, "rev-parse", "HEAD")


def skip_without_index(done: subprocess.CompletedProcess[str]) -> None:
    signs = ("No matching distribution", "Could not find a version", "Connection")
    if done.returncode and any(sign in done.stdout for sign in signs):
        pytest.skip("NOT TESTED: finchecks could not be installed, for no package index is in reach")


@pytest.mark.slow
def test_pre_commit_installs_it_from_its_repository(articles: Path, tmp_path: Path) -> None:
    """The whole way, as an editor's machine goes it: clone, install, run. It needs a package index."""
    revision = snapshot(tmp_path / "finchecks")
    hooks = [{"id": "finchecks", "args": ["--fail-on", "warning"]}]
    repository = {"repo": str(tmp_path / "finchecks"), "rev": revision, "hooks": hooks}
    configured(articles, yaml.safe_dump({"repos": [repository]}))
    env = {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    done = call("pre-commit", "install-hooks", cwd=articles, env=env)
    skip_without_index(done)
    assert done.returncode == 0, done.stdout
    done = call("pre-commit", "run", "--all-files", cwd=articles, env=env)
    assert done.returncode == 1, done.stdout
    assert "wrong.md:1:12: error  percent-change" in done.stdout
    assert "right.md" not in done.stdout and "tool.py" not in done.stdout


# ------------------------------------------------------------------------------------ GitHub, GitLab


def action(
    folder: Path, temp: Path, paths: str, args: str = "", summary: str = "true"
) -> subprocess.CompletedProcess[str]:
    """Run the action's check step as the runner does, in an environment that has finchecks already."""
    *_, step = read("action.yml")["runs"]["steps"]
    bin_folder = temp / "finchecks" / "bin"
    bin_folder.mkdir(parents=True, exist_ok=True)
    if not (bin_folder / "finchecks").exists():
        (bin_folder / "finchecks").symlink_to(BIN / "finchecks")
    given = {"paths": paths, "args": args, "summary": summary}
    env = {name: given[value[len("${{ inputs.") : -len(" }}")]] for name, value in step["env"].items()}
    env |= {
        "RUNNER_TEMP": str(temp),
        "GITHUB_STEP_SUMMARY": str(temp / "summary"),
        "GITHUB_OUTPUT": str(temp / "output"),
    }
    return call("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], cwd=folder, env=env)


def validated(schema: str, path: Path) -> str:
    """What the services' own schemas, which check-jsonschema carries, have against a file; "" if nothing."""
    done = call("check-jsonschema", "--builtin-schema", f"vendor.{schema}", str(path), cwd=path.parent)
    return done.stdout if done.returncode else ""


def blocks(page: str) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", (PROJECT / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)


def test_the_services_take_what_we_ship_and_what_we_write_about_it(tmp_path: Path) -> None:
    assert validated("github-actions", PROJECT / "action.yml") == ""
    assert validated("gitlab-ci", PROJECT / "ci" / "gitlab.yml") == ""
    hook, workflow, *steps, template = blocks("docs/ci.md")
    assert len(steps) == 2 and "repos:" in hook
    head = workflow.partition("    steps:\n")[0] + "    steps:\n"
    for index, text in enumerate([workflow, *(head + step for step in steps)]):
        path = tmp_path / f"workflow{index}.yml"
        path.write_text(text, "utf-8")
        assert validated("github-workflows", path) == ""
        job = yaml.safe_load(text)["jobs"]["arithmetic"]
        known = set(read("action.yml")["inputs"])
        ours = [step for step in job["steps"] if "finchecks@" in step.get("uses", "")]
        assert ours and all(set(step["with"]) <= known for step in ours)
    (tmp_path / "gitlab.yml").write_text(template, "utf-8")
    assert validated("gitlab-ci", tmp_path / "gitlab.yml") == ""
    given = yaml.safe_load(template)["arithmetic"]["variables"]
    assert set(given) <= set(read("ci/gitlab.yml")[".finchecks"]["variables"])
    (tmp_path / "config.yaml").write_text(hook, "utf-8")
    assert call("pre-commit", "validate-config", "config.yaml", cwd=tmp_path).returncode == 0
    assert call("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml", cwd=PROJECT).returncode == 0


def test_the_schemas_refuse_nonsense(tmp_path: Path) -> None:
    path = tmp_path / "action.yml"
    path.write_text((PROJECT / "action.yml").read_text("utf-8").replace("composite", "compost"), "utf-8")
    assert "compost" in validated("github-actions", path)


@pytest.mark.slow
def test_the_action_and_the_template_install_what_they_run(articles: Path, tmp_path: Path) -> None:
    """Their installing steps, in an environment without finchecks. It needs a package index."""
    _, install, _ = read("action.yml")["runs"]["steps"]
    env = {"RUNNER_TEMP": str(tmp_path), "GITHUB_ACTION_PATH": str(PROJECT)}
    done = call("bash", "-eo", "pipefail", "-c", install["run"], cwd=articles, env=env)
    skip_without_index(done)
    assert done.returncode == 0, done.stdout
    assert not (tmp_path / "finchecks" / "bin" / "finchecks").is_symlink()
    assert action(articles, tmp_path, "wrong.md").stdout.startswith("::error file=wrong.md")

    job = read("ci/gitlab.yml")[".finchecks"]
    own = f"{tmp_path / 'finchecks' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    env = {**job["variables"], "FINCHECKS_PACKAGE": str(PROJECT), "FINCHECKS_PATHS": "wrong.md", "PATH": own}
    done = call("bash", "-e", "-c", "\n".join(job["before_script"] + job["script"]), cwd=articles, env=env)
    assert done.returncode == 1, done.stdout
    assert (articles / "gl-code-quality-report.json").exists()


def test_the_action_annotates_and_summarises(articles: Path, tmp_path: Path) -> None:
    done = action(articles, tmp_path, "right.md\nwrong.md")
    assert done.returncode == 1, done.stdout
    assert done.stdout.startswith("::error file=wrong.md,line=1,"), done.stdout
    assert (tmp_path / "output").read_text("utf-8") == "status=1\n"
    assert "33%" in (tmp_path / "summary").read_text("utf-8")


def test_the_action_passes_options_and_leaves_globs_to_finchecks(articles: Path, tmp_path: Path) -> None:
    done = action(articles, tmp_path, "*.md", "--fail-on never", summary="false")
    assert done.returncode == 0, done.stdout
    assert "::error file=wrong.md" in done.stdout
    assert not (tmp_path / "summary").exists()


def test_an_article_cannot_smuggle_a_command_into_the_action(articles: Path, tmp_path: Path) -> None:
    done = action(articles, tmp_path, "right.md; touch owned $(touch owned)")
    assert done.returncode == 2
    assert not (articles / "owned").exists()


def test_the_action_pastes_no_input_into_a_script() -> None:
    for step in read("action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert "run" not in step or step["shell"] == "bash"


def test_the_gitlab_template_writes_its_reports(articles: Path) -> None:
    job = read("ci/gitlab.yml")[".finchecks"]
    env = {**job["variables"], "FINCHECKS_PATHS": "right.md wrong.md", "FINCHECKS_ARGS": "--fail-on error"}
    done = call("bash", "-e", "-c", "\n".join(job["script"]), cwd=articles, env=env)
    assert done.returncode == 1, done.stdout
    for name in job["artifacts"]["reports"].values():
        assert "33%" in (articles / name).read_text("utf-8")
    assert set(job["artifacts"]["paths"]) == set(job["artifacts"]["reports"].values())
