#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that are not C: icons draw, strings can be extracted, scripts parse, manifests hold."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as tree

ROOT = pathlib.Path(os.environ.get('PENNY_SOURCE_ROOT', pathlib.Path(__file__).parents[2]))
ID = 'io.github.penny_post.PennyPost'


def needs(program):
    return unittest.skipUnless(shutil.which(program), program + ' is not installed')


def run(*command, **options):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **options)
    assert done.returncode == 0, '%s: %s%s' % (command[0], done.stdout, done.stderr)
    return done.stdout


class Icons(unittest.TestCase):
    icons = sorted((ROOT / 'data/icons').rglob('*.svg')) + sorted((ROOT / 'src').rglob('*.svg'))

    @needs('xmllint')
    def test_well_formed(self):
        run('xmllint', '--noout', '--nonet', *self.icons)

    def test_licence_and_size(self):
        for icon in self.icons:
            with self.subTest(icon.name):
                self.assertIn('SPDX-License-Identifier', icon.read_text()[:400])
                root = tree.parse(icon).getroot()
                self.assertEqual(root.get('width'), root.get('height'))

    @needs('rsvg-convert')
    def test_draws(self):
        with tempfile.TemporaryDirectory() as folder:
            for icon in self.icons:
                out = pathlib.Path(folder, 'icon.png')
                run('rsvg-convert', '-w', 64, icon, '-o', out)
                # An empty picture of this size takes some 100 bytes.
                self.assertGreater(out.stat().st_size, 250, icon.name)

    def test_both_kinds_are_here(self):
        names = {icon.name for icon in self.icons}
        self.assertLessEqual({ID + '.svg', ID + '-symbolic.svg'}, names)


class Strings(unittest.TestCase):
    @needs('xgettext')
    def test_template(self):
        files = [line for line in (ROOT / 'po/POTFILES').read_text().splitlines()
                 if line and not line.startswith('#')]
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder, 'pennypost.pot')
            run('xgettext', '--from-code=UTF-8', '--add-comments=Translators', '--keyword=_',
                '--keyword=N_', '--keyword=C_:1c,2', '--keyword=ngettext:1,2', '-o', out, *files, cwd=ROOT)
            self.assertIn('msgid "Penny Post"', out.read_text())

    @needs('msgfmt')
    def test_languages(self):
        named = [line for line in (ROOT / 'po/LINGUAS').read_text().splitlines()
                 if line and not line.startswith('#')]
        self.assertEqual(sorted(named), named)
        self.assertEqual(named, sorted(path.stem for path in (ROOT / 'po').glob('*.po')))
        for name in named:
            run('msgfmt', '--check', '-o', '/dev/null', ROOT / 'po' / (name + '.po'))


class Scripts(unittest.TestCase):
    def test_shell(self):
        for name in ('run', 'check', '.ci/run', 'tests/rig/packages.sh', 'tests/rig/uninstalled'):
            run('sh', '-n', ROOT / name)
            if not name.endswith('.sh'):
                self.assertTrue(os.access(ROOT / name, os.X_OK), name)

    def test_python(self):
        for path in sorted((ROOT / 'tests').rglob('*.py')):
            compile(path.read_text(), str(path), 'exec')

    def test_top_level_is_short(self):
        allowed = {'run', 'check', 'README.md', 'COPYING', 'meson.build', 'meson_options.txt', 'src',
                   'data', 'po', 'tests', 'flatpak', 'screenshots'}
        names = {p.name for p in ROOT.iterdir() if not p.name.startswith(('.', 'build'))}
        self.assertLessEqual(names, allowed)


class Flatpak(unittest.TestCase):
    manifest = json.loads((ROOT / 'flatpak' / (ID + '.json')).read_text())

    def test_only_what_is_needed(self):
        allowed = {'--share=network', '--share=ipc', '--socket=wayland', '--socket=fallback-x11',
                   '--device=dri', '--talk-name=org.freedesktop.secrets',
                   '--talk-name=org.gnome.OnlineAccounts'}
        self.assertLessEqual(set(self.manifest['finish-args']), allowed)

    def test_sources_are_pinned(self):
        for module in self.manifest['modules']:
            for source in module['sources']:
                if source['type'] == 'archive':
                    self.assertRegex(source['sha256'], '^[0-9a-f]{64}$')
                    self.assertTrue(source['url'].startswith('https://'))

    def test_identity(self):
        self.assertEqual(self.manifest['app-id'], ID)
        self.assertEqual(self.manifest['command'], 'pennypost')


if __name__ == '__main__':
    unittest.main()
